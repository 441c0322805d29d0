#!/usr/bin/env python3
"""Times training steps of the reference implementation on a card, as `pixelloom bench --what train` does its own.

    python3 scripts/side-by-side/card.py REFERENCE MODEL.json [--batch 16] [--runs 10]

REFERENCE is pixelrnn_reference.py. Prints one JSON line: the median of the runs after three that don't count. Single
precision throughout, and RMSProp.
"""
import argparse
import importlib.util
import json
import time

import torch


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reference")
    parser.add_argument("config")
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=10, help="no further run begins after so many")
    arguments = parser.parse_args()

    with open(arguments.config) as file:
        config = json.load(file)
    model = reference(arguments.reference).Model(config)
    for tensors in (model.w, model.masks):
        tensors.update({name: tensor.cuda() for name, tensor in tensors.items()})
    torch.set_default_device("cuda")
    weights = [tensor.requires_grad_(True) for tensor in model.w.values()]
    optimizer = torch.optim.RMSprop(weights, lr=1e-4)
    shape = (arguments.batch, config["channels"], config["size"], config["size"])
    pixels = torch.randint(0, config["levels"], shape).float()

    def step():
        began = time.perf_counter()
        optimizer.zero_grad()
        model.nats(pixels).mean().backward()
        optimizer.step()
        torch.cuda.synchronize()
        return time.perf_counter() - began

    begun = time.perf_counter()
    uncounted = 3
    times = []
    for run in range(arguments.runs + uncounted):
        took = step()
        if run >= uncounted or time.perf_counter() - begun > arguments.seconds:
            times.append(took)
        if time.perf_counter() - begun > arguments.seconds:
            break
    seconds = sorted(times)[len(times) // 2]
    print(json.dumps({"seconds": seconds, "runs": len(times), "card": torch.cuda.get_device_name(), "torch": torch.__version__}))


def reference(path):
    spec = importlib.util.spec_from_file_location("reference", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
