"""Times the naive sampler of the reference implementation: the whole network once for each value.

    python torch_sample.py REFERENCE.py < {"configuration", "batch", "threads", "values"} > {"seconds", "measured", "memoryBytes"}

Every value costs the same, so `values` of them are drawn, and the time is that of all; 0 draws them all.
"""
import importlib.util
import json
import resource
import sys
import time

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
size, channels, levels = configuration["size"], configuration["channels"], configuration["levels"]
images = torch.zeros(request["batch"], channels, size, size)
everything = size * size * channels
count = request.get("values") or everything

with torch.no_grad():
    model.logits(images)
    began = time.perf_counter()
    for value in range(count):
        pixel, channel = divmod(value, channels)
        row, column = divmod(pixel, size)
        logits = model.logits(images)
        if levels == 2:
            own = logits.reshape(len(images), channels, size, size)[:, channel, row, column]
            drawn = torch.bernoulli(torch.sigmoid(own))
        else:
            own = logits.reshape(len(images), channels, levels, size, size)[:, channel, :, row, column]
            drawn = torch.multinomial(torch.softmax(own, 1), 1)[:, 0]
        images[:, channel, row, column] = drawn.float()
    seconds = (time.perf_counter() - began) * everything / count
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
json.dump({"seconds": seconds, "measured": count, "memoryBytes": memory}, sys.stdout)
