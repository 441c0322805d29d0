"""A training on one card for a given time: Adam, the rate rising and then falling along half a cosine, an average of the weights."""
import math
import time

import torch

WARM_UP = 0.02
"""Share of the time in which the rate rises to its height."""
COMPILED_BEFORE = 8
"""Batches that are gone through before time counts."""
LARGEST_NORM = 1.0
"""Of the gradient of nats a dimension."""


def train(parameters, loss_of, batches, *, seconds, learning_rate, average, report, every=60.0):
    """Trains `parameters` (tensors by name, changed in place) by `loss_of(weights, batch)`, nats a dimension.

    Returns (their average by name, steps). `report(step, seconds, loss, average)` is called every `every` seconds.
    """
    names, tensors = list(parameters), list(parameters.values())
    for tensor in tensors:
        tensor.requires_grad_(True)
    averaged = [tensor.detach().clone() for tensor in tensors]
    optimizer = torch.optim.Adam(tensors, lr=learning_rate, betas=(0.9, 0.99), fused=tensors[0].is_cuda)
    # Whatever is compiled, for images of one size or two, is compiled now, before the clock starts.
    for _ in range(COMPILED_BEFORE):
        loss_of(parameters, next(batches)).backward()
    begun = reported = time.monotonic()
    step, total, count = 0, torch.zeros((), device=tensors[0].device), 0
    while (passed := time.monotonic() - begun) < seconds:
        rate = learning_rate * _schedule(passed / seconds)
        for group in optimizer.param_groups:
            group["lr"] = rate
        loss = loss_of(parameters, next(batches))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(tensors, LARGEST_NORM)
        optimizer.step()
        # Early on the average follows closely, or it would keep the first weights for long.
        torch._foreach_lerp_(averaged, [t.detach() for t in tensors], 1 - min(average, (1 + step) / (10 + step)))
        step, total, count = step + 1, total + loss.detach(), count + 1
        if step % 10 == 0:
            # Work is queued on the card: without waiting, the clock would run far behind it.
            total.item()
            if time.monotonic() - reported > every:
                reported = time.monotonic()
                report(step, reported - begun, total.item() / count, dict(zip(names, averaged)))
                total, count = torch.zeros_like(total), 0
    for tensor in tensors:
        tensor.requires_grad_(False)
    return dict(zip(names, averaged)), step


def _schedule(share):
    if share < WARM_UP:
        return share / WARM_UP
    return 0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * (share - WARM_UP) / (1 - WARM_UP)))
