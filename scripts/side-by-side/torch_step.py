"""Times training steps of the reference implementation.

    python torch_step.py REFERENCE.py < {"configuration", "batch", "threads", "seconds"} > {"seconds", "memoryBytes"}

A step is forward, loss, backward and RMSProp on random images; the median of as many as fit the time, after
two that aren't counted. Memory is the process's own at its height.
"""
import importlib.util
import json
import resource
import statistics
import sys
import time

import numpy as np
import torch

request = json.load(sys.stdin)
spec = importlib.util.spec_from_file_location("reference", sys.argv[1])
reference = importlib.util.module_from_spec(spec)
spec.loader.exec_module(reference)
torch.set_num_threads(request["threads"])

configuration = request["configuration"]
model = reference.Model(configuration, seed=0)
for name, mask in model.masks.items():
    model.w[name] = model.w[name] * mask
for value in model.w.values():
    value.requires_grad_(True)
optimizer = torch.optim.RMSprop(list(model.w.values()), lr=1e-4)
size, channels = configuration["size"], configuration["channels"]
shape = (request["batch"], size, size, channels)
levels = np.random.default_rng(0).integers(0, configuration["levels"], shape, dtype=np.uint8)
images = reference.as_tensor(levels)


def step():
    optimizer.zero_grad()
    model.nats(images).mean().backward()
    optimizer.step()


for _ in range(2):
    step()
times = []
deadline = time.perf_counter() + request["seconds"]
while len(times) < 3 or time.perf_counter() < deadline:
    began = time.perf_counter()
    step()
    times.append(time.perf_counter() - began)
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
json.dump({"seconds": statistics.median(times), "memoryBytes": memory}, sys.stdout)
