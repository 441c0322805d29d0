#!/usr/bin/env python3
"""Trains the bundled model of small photographs on a large card, by PyTorch; on a processor it would take weeks.

    python3 resources/models/recipes/twin/photos.py DATA OUT

DATA is a folder of 32 x 32 images, a tar file of one, or a .npy of uint8 [N, 32, 32, 3]; OUT becomes a model folder, which
`pixelloom evaluate` judges. What is computed is what src/engine/models computes (test/resources/twin.test.ts compares them),
on a card in bfloat16. The network comes first, on the images as they are, then, where asked for, on varied ones; as it is
then, it gets a conditioning network beside it, trained on random holes. Needs torch, numpy, and Pillow for image files.
"""
import argparse
import json
import math
import pathlib
import time

import numpy as np
import torch

from holes import random_holes
from images import read_images, split
from networks import (
    compile_blocks,
    conditioner_logits,
    conditioner_parameters,
    nats,
    pixelcnn_features,
    pixelcnn_logits,
    pixelcnn_parameters,
)
from storage import load_parameters, save_model
from training import train
from variety import varied

SIZE, CHANNELS, LEVELS = 32, 3, 256
DIMENSIONS = SIZE * SIZE * CHANNELS
VARIED_RATE = 0.4
"""Of the learning rate, where a network that is trained goes on with varied images."""
HOLES = 20_000
"""Random holes that are made once and then met again and again, each time on another image."""


def main():
    arguments = parsed()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(arguments.seed)
    if not arguments.plain:
        compile_blocks()
    begun = time.monotonic()
    training, held_out = (torch.from_numpy(part).to(device) for part in split(read_images(arguments.data)))
    say("images", training=len(training), heldOut=len(held_out), seconds=time.monotonic() - begun)

    document = {
        "architecture": "pixelcnn",
        **{"channels": CHANNELS, "levels": LEVELS, "size": SIZE},
        **{"hidden": arguments.hidden, "layers": arguments.layers, "outputFeatures": arguments.output_features},
        **{"residual": True, "skip": True},
    }
    generator = torch.Generator().manual_seed(arguments.seed)
    parameters, masks = (on(device, some) for some in pixelcnn_parameters(document, generator))
    if arguments.start:
        for name, array in load_parameters(arguments.start).items():
            if name in parameters:
                parameters[name].copy_(torch.from_numpy(array))
    record = {}
    for minutes, vary in ((arguments.minutes, False), (arguments.varied_minutes, True)):
        if minutes > 0:
            before = record
            record = train_model(document, parameters, masks, training, held_out, arguments, vary)
            for figure in ("steps", "seconds", "bestStep"):
                record[figure] += before.get(figure, 0)
    document = {**document, "version": 1, "training": record}
    save(arguments.out, document, parameters)

    if arguments.conditioner_minutes > 0:
        document["conditioner"] = {
            "hidden": arguments.conditioner_hidden,
            "layers": arguments.conditioner_layers,
            "outputFeatures": arguments.conditioner_features,
        }
        more = on(device, conditioner_parameters(document, generator))
        document["conditionerTraining"] = train_conditioner(document, parameters, more, training, held_out, arguments)
        save(arguments.out, document, {**parameters, **more})


def train_model(document, parameters, masks, images, held_out, arguments, vary):
    minutes = arguments.varied_minutes if vary else arguments.minutes

    def loss_of(weights, batch):
        return likelihood(document, masked(weights, masks), batch).mean()

    def report(step, seconds, loss, average):
        held = bits(document, masked(average, masks), held_out[::10])
        say("model", step=step, seconds=seconds, loss=loss / math.log(2), heldOut=held)
        save(arguments.out, document, {name: average[name] * masks.get(name, 1) for name in average})

    begun = time.monotonic()
    average, steps = train(
        parameters,
        loss_of,
        batches(images, arguments.batch, vary),
        seconds=60 * minutes,
        learning_rate=arguments.learning_rate * (VARIED_RATE if vary else 1),
        average=0.9995,
        report=report,
    )
    for name in parameters:
        parameters[name].copy_(average[name] * masks.get(name, 1))
    held = bits(document, halved(parameters), held_out)
    say("model", step=steps, seconds=time.monotonic() - begun, heldOut=held, wholeHeldOut=True)
    return told(arguments, steps, time.monotonic() - begun, len(images), held * DIMENSIONS * math.log(2))


def train_conditioner(document, parameters, more, images, held_out, arguments):
    device = images.device
    prior = halved(parameters)
    holes = torch.from_numpy(random_holes(arguments.holes, SIZE, arguments.seed)).to(device)[..., None]
    unseen = torch.from_numpy(random_holes(len(held_out), SIZE, arguments.seed + 1)).to(device)[..., None]

    def hidden_nats(weights, batch, hole):
        with torch.no_grad():
            logits = pixelcnn_logits(prior, pixelcnn_features(document, prior, batch))
        logits = logits + conditioner_logits(document, halved(weights), batch, hole.float())
        return nats(logits, batch, document) * hole

    def loss_of(weights, batch):
        hole = holes[torch.randint(len(holes), (len(batch),), device=device)][:, : batch.shape[1], : batch.shape[2]]
        return hidden_nats(weights, batch, hole).mean()

    def judged(weights, of):
        with torch.no_grad():
            parts = [
                hidden_nats(weights, of[i : i + 100], unseen[i : i + 100]).sum().item() for i in range(0, len(of), 100)
            ]
        return sum(parts) / len(of)

    def report(step, seconds, loss, average):
        say("conditioner", step=step, seconds=seconds, loss=loss, heldOutNats=judged(average, held_out[:500]))

    before, begun = judged(more, held_out), time.monotonic()
    average, steps = train(
        more,
        loss_of,
        batches(images, arguments.batch, vary=arguments.varied_minutes > 0),
        seconds=60 * arguments.conditioner_minutes,
        learning_rate=arguments.learning_rate,
        average=0.999,
        report=report,
        every=20.0,
    )
    for name in more:
        more[name].copy_(average[name])
    after = judged(more, held_out)
    say("conditioner", step=steps, seconds=time.monotonic() - begun, heldOutNats=after, without=before)
    return told(arguments, steps, time.monotonic() - begun, len(images), after)


def likelihood(document, weights, batch):
    """-log p of each value, [N, H, W, channels]."""
    return nats(pixelcnn_logits(weights, pixelcnn_features(document, weights, batch)), batch, document)


def bits(document, weights, images):
    """Bits a dimension of `images`, by weights that are masked."""
    with torch.no_grad():
        total = sum(likelihood(document, weights, images[i : i + 100]).sum().item() for i in range(0, len(images), 100))
    return total / images.numel() / math.log(2)


def batches(images, size, vary=False):
    """Batches of all images, in another order each time; every other image mirrored."""
    while True:
        order = torch.randperm(len(images), device=images.device)
        for i in range(0, len(images) - size + 1, size):
            batch = images[order[i : i + size]]
            mirrored = torch.rand(size, 1, 1, 1, device=images.device) < 0.5
            batch = torch.where(mirrored, batch.flip(2), batch)
            yield varied(batch) if vary else batch


def masked(weights, masks):
    return halved({name: weights[name] * masks[name] if name in masks else weights[name] for name in weights})


def halved(weights):
    """As they are multiplied on a card."""
    return {name: w.bfloat16() if w.is_cuda else w for name, w in weights.items()}


def on(device, tensors):
    return {name: tensor.to(device) for name, tensor in tensors.items()}


def save(folder, document, parameters):
    """In half precision, which costs a ten-thousandth of a bit a dimension."""
    save_model(folder, document, {name: w.detach().cpu().numpy() for name, w in parameters.items()}, "<f2")


def told(arguments, steps, seconds, count, best):
    return {
        "data": "CIFAR-10, training images as JPEG",
        **{"images": count, "steps": steps, "seconds": round(seconds), "bestValidationNats": best, "bestStep": steps},
        **{"batch": arguments.batch, "learningRate": arguments.learning_rate, "optimizer": "adam"},
        **{"schedule": "cosine", "flip": True, "orient": False, "crop": 0, "seed": arguments.seed},
        "average": 0.9995,
    }


def say(what, **figures):
    print(json.dumps({"what": what, **{k: round(v, 5) if isinstance(v, float) else v for k, v in figures.items()}}), flush=True)


def parsed():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--minutes", type=float, default=5.1, help="on the images as they are")
    parser.add_argument("--varied-minutes", type=float, default=0, help="on varied images, after that")
    parser.add_argument("--conditioner-minutes", type=float, default=1.2)
    parser.add_argument("--start", type=pathlib.Path, help="a model folder to begin with")
    parser.add_argument("--hidden", type=int, default=128)
    parser.add_argument("--layers", type=int, default=12)
    parser.add_argument("--output-features", type=int, default=256)
    parser.add_argument("--conditioner-hidden", type=int, default=64)
    parser.add_argument("--conditioner-layers", type=int, default=8)
    parser.add_argument("--conditioner-features", type=int, default=128)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--learning-rate", type=float, default=1e-3)
    parser.add_argument("--holes", type=int, default=HOLES)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--plain", action="store_true", help="without PyTorch's compiler")
    return parser.parse_args()


if __name__ == "__main__":
    main()
