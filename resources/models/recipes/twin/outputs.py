#!/usr/bin/env python3
"""Softmax against a continuous output (section 5.3 of the paper), at a size that a processor can train.

    python3 resources/models/recipes/twin/outputs.py DATA [--steps 1500] [--images 2000]

Twice the same small PixelCNN on the same batches of CIFAR-10 in the same order: once with 256 values to choose among,
once with a mixture of ten Gaussians over real values, to which uniform noise of one value's width takes the bytes. The
mean of -log2 of that density is no less than the bits of the bytes themselves (Theis et al. 2016, arXiv:1511.01844), as
the paper compares them. Prints bits a dimension of held-out images, by the average of the weights.
"""
import argparse
import json
import math
import time

import torch
import torch.nn.functional as F

from images import read_images, split
from networks import nats, pixelcnn_features, pixelcnn_logits, pixelcnn_parameters

CONFIG = {"channels": 3, "levels": 256, "hidden": 32, "layers": 4, "outputFeatures": 64}
COMPONENTS = 10
"""Gaussians of a value's mixture; each has a weight, a mean and a scale."""
LEAST_SCALE = -7.0
"""Of the logarithm of a scale, in which the whole range of a value is 2: less than a fifth of a value's width."""
BATCH, LEARNING_RATE, AVERAGE, WARM_UP = 16, 0.001, 0.999, 100


def mixture_nats(outputs, values):
    """-log of the density at real values [N, H, W, channels] in [0, 256), a byte's width being one."""
    weights, means, scales = outputs.view(*values.shape, 3, COMPONENTS).unbind(-2)
    scales = scales.clamp(min=LEAST_SCALE)
    apart = (2.0 * values / 255 - 1.0).unsqueeze(-1) - means
    each = -0.5 * (apart * torch.exp(-scales)) ** 2 - scales - 0.5 * math.log(2 * math.pi)
    density = torch.logsumexp(F.log_softmax(weights, -1) + each, -1)
    return -(density + math.log(2 / 255))


def softmax_loss(w, pixels, _noise):
    return nats(pixelcnn_logits(w, pixelcnn_features(CONFIG, w, pixels)), pixels, CONFIG).mean()


def mixture_loss(w, pixels, noise):
    values = pixels.float() + noise
    return mixture_nats(pixelcnn_logits(w, pixelcnn_features(CONFIG, w, values)), values).mean()


OUTPUTS = {"softmax": (CONFIG["levels"], softmax_loss), "mixture": (3 * COMPONENTS, mixture_loss)}


def trained(name, images, steps, seed=1):
    """The average of a network's weights after so many steps: the same first weights but for the last layer's."""
    each, loss_of = OUTPUTS[name]
    generator = torch.Generator().manual_seed(seed)
    parameters, masks = pixelcnn_parameters({**CONFIG, "levels": each}, generator)
    if name == "mixture":
        # Spread over the range, and a quarter of it wide.
        bias = parameters["output.2.bias"].view(CONFIG["channels"], 3, COMPONENTS)
        bias[:, 1], bias[:, 2] = torch.linspace(-1, 1, COMPONENTS), math.log(0.5)
    order = torch.Generator().manual_seed(seed)
    tensors = [tensor.requires_grad_(True) for tensor in parameters.values()]
    averaged = [tensor.detach().clone() for tensor in tensors]
    optimizer = torch.optim.Adam(tensors, lr=LEARNING_RATE)
    for step in range(steps):
        rate = 0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * step / steps))
        for group in optimizer.param_groups:
            group["lr"] = LEARNING_RATE * min(1.0, (1 + step) / WARM_UP) * rate
        pixels = images[torch.randint(len(images), (BATCH,), generator=order)]
        noise = torch.rand(pixels.shape, generator=order)
        loss = loss_of(masked(parameters, masks), pixels, noise)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(tensors, 1.0)
        optimizer.step()
        torch._foreach_lerp_(averaged, [t.detach() for t in tensors], 1 - min(AVERAGE, (1 + step) / (10 + step)))
    return masked(dict(zip(parameters, averaged)), masks)


def masked(parameters, masks):
    return {name: tensor * masks[name] if name in masks else tensor for name, tensor in parameters.items()}


@torch.no_grad()
def bits(name, w, images, seed=2):
    """Bits a dimension of images, with one draw of noise each where there is noise."""
    noise = torch.Generator().manual_seed(seed)
    total = 0.0
    for pixels in images.split(50):
        total += OUTPUTS[name][1](w, pixels, torch.rand(pixels.shape, generator=noise)).item() * len(pixels)
    return total / len(images) / math.log(2)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data")
    parser.add_argument("--steps", type=int, default=1500)
    parser.add_argument("--images", type=int, default=2000, help="held-out images that are judged")
    options = parser.parse_args()
    training, held_out = (torch.from_numpy(part) for part in split(read_images(options.data)))
    for name in OUTPUTS:
        begun = time.monotonic()
        w = trained(name, training, options.steps)
        seconds = round(time.monotonic() - begun)
        result = bits(name, w, held_out[: options.images])
        print(json.dumps({"output": name, "steps": options.steps, "seconds": seconds, "bitsPerDim": result}), flush=True)


if __name__ == "__main__":
    main()
