"""A PixelCNN (sections 3.2 to 3.5 of the paper) and its conditioning network, as src/engine/models makes them.

Parameters have the names and shapes that they have on disk, kernels [kh, kw, in, out]; maps are [N, H, W, features],
so that every 1x1 convolution is one product.
"""
import math

import torch
import torch.nn.functional as F

DILATIONS = (1, 2, 4, 8)


def pixelcnn_parameters(config, generator):
    """(parameters by name, masks by name) of a PixelCNN, initial values of variance 1 / (taps that count)."""
    h, channels, features = config["hidden"], config["channels"], config["outputFeatures"]
    parameters, masks = {}, {}

    def convolution(name, side, inputs, outputs, kind="B", groups_in=None):
        groups_in = _groups(inputs, channels) if groups_in is None else groups_in
        mask = _mask(kind, side, groups_in, _groups(outputs, channels))
        fan_in = max(1.0, mask.sum().item() / outputs)
        masks[f"{name}.kernel"] = mask
        parameters[f"{name}.kernel"] = torch.randn(mask.shape, generator=generator) / math.sqrt(fan_in)
        parameters[f"{name}.bias"] = torch.zeros(outputs)

    convolution("input", 7, channels, 2 * h, "A", torch.arange(channels))
    for i in range(config["layers"]):
        convolution(f"blocks.{i}.down", 1, 2 * h, h)
        convolution(f"blocks.{i}.conv", 3, h, h)
        convolution(f"blocks.{i}.up", 1, h, 2 * h)
        convolution(f"blocks.{i}.skip", 1, h, 2 * h)
    convolution("output.0", 1, 2 * h, features)
    convolution("output.1", 1, features, features)
    convolution("output.2", 1, features, channels * config["levels"])
    return parameters, masks


def conditioner_parameters(config, generator):
    """Parameters by name of the network beside it (Dupont and Suresh, arXiv:1810.03728); its last kernel begins at 0."""
    h, features = config["conditioner"]["hidden"], config["conditioner"]["outputFeatures"]
    channels, parameters = config["channels"], {}

    def convolution(name, side, inputs, outputs, scale=1.0):
        kernel = torch.randn((side, side, inputs, outputs), generator=generator)
        parameters[f"conditioner.{name}.kernel"] = kernel * scale / math.sqrt(side * side * inputs)
        parameters[f"conditioner.{name}.bias"] = torch.zeros(outputs)

    convolution("input", 7, channels + 1, 2 * h)
    for i in range(config["conditioner"]["layers"]):
        convolution(f"blocks.{i}.down", 1, 2 * h, h)
        convolution(f"blocks.{i}.conv", 3, h, h)
        convolution(f"blocks.{i}.up", 1, h, 2 * h)
    convolution("output.0", 1, 2 * h, features)
    convolution("output.1", 1, features, channels * config["levels"], scale=0.0)
    return parameters


def pixelcnn_features(config, w, pixels):
    """What `output.2` is given, [N, H, W, outputFeatures], from levels [N, H, W, channels]. Kernels are masked already."""
    dtype = w["input.kernel"].dtype
    x = _convolve(_scaled(pixels, config["levels"]).to(dtype), w["input.kernel"], w["input.bias"])
    skips = torch.zeros_like(x)
    for i in range(config["layers"]):
        x, skips = _pixelcnn_block(x, skips, *_of(w, f"blocks.{i}", ("down", "conv", "up", "skip")))
    return _head(x, skips, *_of(w, "output", ("0", "1")))


def pixelcnn_logits(w, features):
    return _product(features, w["output.2.kernel"], w["output.2.bias"])


def conditioner_logits(config, w, pixels, hidden):
    """What is added to the model's logits, from levels [N, H, W, channels] and holes [N, H, W, 1], 1 = hidden."""
    dtype = w["conditioner.input.kernel"].dtype
    known = 1.0 - hidden
    seen = torch.cat([_scaled(pixels, config["levels"]) * known, known - hidden], 3).to(dtype)
    x = _convolve(seen, w["conditioner.input.kernel"], w["conditioner.input.bias"])
    for i in range(config["conditioner"]["layers"]):
        dilation = DILATIONS[i % len(DILATIONS)]
        x = _conditioner_block(x, dilation, *_of(w, f"conditioner.blocks.{i}", ("down", "conv", "up")))
    return _conditioner_head(x, *_of(w, "conditioner.output", ("0", "1")))


def nats(logits, pixels, config):
    """-log p of each value, [N, H, W, channels], in single precision whatever the logits are in."""
    rows = logits.view(-1, config["levels"])
    return F.cross_entropy(rows.float(), pixels.reshape(-1).long(), reduction="none").view(pixels.shape)


def _groups(features, channels):
    return torch.arange(features) * channels // features


def _mask(kind, side, groups_in, groups_out):
    mask = torch.zeros(side, side, len(groups_in), len(groups_out))
    centre = side // 2
    mask[:centre] = 1
    mask[centre, :centre] = 1
    before, own = groups_in[:, None], groups_out[None, :]
    mask[centre, centre] = ((before < own) if kind == "A" else (before <= own)).float()
    return mask


def _scaled(pixels, levels):
    return 2.0 * pixels.float() / (levels - 1) - 1.0


def _of(w, prefix, names):
    return [w[f"{prefix}.{name}.{part}"] for name in names for part in ("kernel", "bias")]


def _product(x, kernel, bias):
    return F.linear(x, kernel[0, 0].t(), bias)


def _convolve(x, kernel, bias, dilation=1):
    weights = kernel.permute(3, 2, 0, 1).contiguous(memory_format=torch.channels_last)
    padding = dilation * (kernel.shape[0] // 2)
    return F.conv2d(x.permute(0, 3, 1, 2), weights, bias, padding=padding, dilation=dilation).permute(0, 2, 3, 1)


# Each is compiled once and used by all blocks: see `compile_blocks`.
def _pixelcnn_block(x, skips, down, down_bias, conv, conv_bias, up, up_bias, skip, skip_bias):
    inner = torch.relu(_product(torch.relu(x), down, down_bias))
    inner = torch.relu(_convolve(inner, conv, conv_bias))
    return x + _product(inner, up, up_bias), skips + _product(inner, skip, skip_bias)


def _head(x, skips, first, first_bias, second, second_bias):
    x = torch.relu(_product(torch.relu(x + skips), first, first_bias))
    return torch.relu(_product(x, second, second_bias))


def _conditioner_block(x, dilation, down, down_bias, conv, conv_bias, up, up_bias):
    inner = torch.relu(_product(torch.relu(x), down, down_bias))
    inner = torch.relu(_convolve(inner, conv, conv_bias, dilation))
    return x + _product(inner, up, up_bias)


def _conditioner_head(x, first, first_bias, second, second_bias):
    return _product(torch.relu(_product(torch.relu(x), first, first_bias)), second, second_bias)


def compile_blocks():
    """Has PyTorch compile what takes the time; without it everything is the same but slower."""
    for name in ("_pixelcnn_block", "_head", "_conditioner_block", "_conditioner_head", "nats"):
        globals()[name] = torch.compile(globals()[name], dynamic=False)
