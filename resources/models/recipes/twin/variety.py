"""Batches as photographs come that were never small JPEGs: enlarged, so smooth, or reduced, so sharp and clean."""
import torch
import torch.nn.functional as F

SMALLEST_WINDOW = 14
"""Pixels of a side that are enlarged to a whole picture, at least."""


def varied(batch):
    """Half of all batches as they are, [N, H, W, 3]; a quarter parts of them enlarged; a quarter at half the side."""
    choice = torch.rand(()).item()
    if choice < 0.5:
        return batch
    return _enlarged(batch) if choice < 0.75 else _reduced(batch)


def _enlarged(batch):
    side = batch.shape[1]
    window = int(torch.randint(SMALLEST_WINDOW, side, ()))
    top, left = (int(torch.randint(0, side - window + 1, ())) for _ in range(2))
    part = batch[:, top : top + window, left : left + window]
    return _resized(part, size=(side, side), mode="bicubic", align_corners=False)


def _reduced(batch):
    return _resized(batch, scale_factor=0.5, mode="area")


def _resized(batch, **how):
    resized = F.interpolate(batch.permute(0, 3, 1, 2).float(), **how)
    return resized.round().clamp(0, 255).to(torch.uint8).permute(0, 2, 3, 1).contiguous()
