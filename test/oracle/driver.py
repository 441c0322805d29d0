"""Runs the reference implementation on many small cases at once, since starting torch takes seconds.

    python driver.py REFERENCE.py < cases.json > answers.json

A case has a configuration, a seed and images (levels, flat, with their shape); its answer the random
weights, the nats of each image, and, after `steps` steps of its optimizer (RMSProp unless it says adam) on
them, or on `batch` of them in turn, the loss before each step and the nats of each image again.
"""
import importlib.util
import json
import sys

import numpy as np
import torch

spec = importlib.util.spec_from_file_location("reference", sys.argv[1])
reference = importlib.util.module_from_spec(spec)
spec.loader.exec_module(reference)


def answer(case):
    model = reference.Model(case["configuration"], seed=case["seed"])
    for name, mask in model.masks.items():
        model.w[name] = model.w[name] * mask
    generator = torch.Generator().manual_seed(case["seed"] + 1)
    for name, value in model.w.items():
        if value.dim() == 1:  # biases of zero would hide a bias that is not added
            model.w[name] = 0.1 * torch.randn(value.shape, generator=generator)
    # Anew from these, since a Multi-Scale model's small one keeps a list of its own.
    model = reference.Model(case["configuration"], dict(model.w))
    weights = {name: value.flatten().tolist() for name, value in model.w.items()}
    shapes = {name: list(value.shape) for name, value in model.w.items()}
    images = reference.as_tensor(np.array(case["images"], dtype=np.uint8).reshape(case["shape"]))
    with torch.no_grad():
        nats = model.nats(images).tolist()
    result = {"weights": weights, "shapes": shapes, "nats": nats}
    if case.get("steps"):
        for value in model.w.values():
            value.requires_grad_(True)
        optimizers = {"rmsprop": torch.optim.RMSprop, "adam": torch.optim.Adam}
        rule = optimizers[case.get("optimizer", "rmsprop")]
        optimizer = rule(list(model.w.values()), lr=case["learningRate"])
        norms, losses = [], []
        batch = case.get("batch", len(images))
        for step in range(case["steps"]):
            optimizer.zero_grad()
            first = step * batch % len(images)
            loss = model.nats(images[first : first + batch]).mean()
            losses.append(loss.item())
            loss.backward()
            norms.append(float(torch.nn.utils.clip_grad_norm_(list(model.w.values()), case["clipNorm"])))
            optimizer.step()
        with torch.no_grad():
            result["natsAfter"] = model.nats(images).tolist()
        result["weightsAfter"] = {name: value.detach().flatten().tolist() for name, value in model.w.items()}
        result["gradientNorms"] = norms
        result["losses"] = losses
    return result


torch.set_num_threads(1)
json.dump([answer(case) for case in json.load(sys.stdin)], sys.stdout)
