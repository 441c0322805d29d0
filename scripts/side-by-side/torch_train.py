"""Trains a model of the reference implementation for a time, as `pixelloom train` does, to compare what both learn.

    python torch_train.py REFERENCE.py model.json IMAGES.idx OUT --seconds 600 [--threads 2] [--batch 16] [--rate 0.001]

RMSProp with a cosine schedule over the time, an average of the weights, levels of 28 x 28 MNIST digits binarised by
sampling at every visit. OUT becomes a model folder that `pixelloom evaluate` reads.
"""
import argparse
import importlib.util
import json
import math
import os
import shutil
import time

import numpy as np
import torch

parser = argparse.ArgumentParser()
for name in ("reference", "configuration", "images", "out"):
    parser.add_argument(name)
parser.add_argument("--seconds", type=float, default=600)
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--batch", type=int, default=16)
parser.add_argument("--rate", type=float, default=1e-3)
parser.add_argument("--average", type=float, default=0.999)
asked = parser.parse_args()

spec = importlib.util.spec_from_file_location("reference", asked.reference)
reference = importlib.util.module_from_spec(spec)
spec.loader.exec_module(reference)
torch.set_num_threads(asked.threads)
rng = np.random.default_rng(1)

with open(asked.configuration) as file:
    configuration = json.load(file)
images = np.fromfile(asked.images, dtype=np.uint8, offset=16).reshape(-1, 28, 28, 1)
model = reference.Model(configuration, seed=1)
for name, mask in model.masks.items():
    model.w[name] = model.w[name] * mask
for value in model.w.values():
    value.requires_grad_(True)
weights = list(model.w.values())
average = [value.detach().clone() for value in weights]
optimizer = torch.optim.RMSprop(weights, lr=asked.rate)

began = time.perf_counter()
step = 0
while (passed := time.perf_counter() - began) < asked.seconds:
    share = 0.5 * (1 + math.cos(math.pi * passed / asked.seconds))
    optimizer.param_groups[0]["lr"] = asked.rate * max(0.01, share)
    chosen = images[rng.integers(0, len(images), asked.batch)]
    levels = (rng.random(chosen.shape) * 255 < chosen).astype(np.uint8)
    optimizer.zero_grad()
    loss = model.nats(reference.as_tensor(levels)).mean()
    loss.backward()
    optimizer.step()
    step += 1
    keep = min(asked.average, (1 + step) / (10 + step))
    with torch.no_grad():
        for kept, value in zip(average, weights):
            kept.lerp_(value, 1 - keep)
    if step % 1000 == 0:
        print(f"{step} steps, {passed:.0f} s, {loss.item():.2f} nats", flush=True)

os.makedirs(asked.out, exist_ok=True)
shutil.copy(asked.configuration, os.path.join(asked.out, "model.json"))
reference.save_safetensors(
    os.path.join(asked.out, "weights.safetensors"),
    dict(zip(model.w, average)),
)
print(json.dumps({"steps": step, "images": step * asked.batch, "seconds": time.perf_counter() - began}))
