"""A model folder as Pixelloom reads it: `model.json` beside `weights.safetensors` in single or half precision."""
import json
import pathlib
import struct

import numpy as np

_NAMES = {np.dtype("<f4"): "F32", np.dtype("<f2"): "F16"}


def save_model(folder, document, parameters, dtype="<f4"):
    """Writes both files; `parameters` are arrays by name."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.json").write_text(json.dumps(document, indent=2) + "\n")
    header, chunks, offset = {}, [], 0
    for name in sorted(parameters):
        data = np.ascontiguousarray(parameters[name], dtype)
        end = offset + data.nbytes
        header[name] = {"dtype": _NAMES[data.dtype], "shape": list(data.shape), "data_offsets": [offset, end]}
        chunks.append(data.tobytes())
        offset = end
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    (folder / "weights.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + b"".join(chunks))


def load_parameters(folder):
    """Arrays by name, in single precision."""
    raw = (pathlib.Path(folder) / "weights.safetensors").read_bytes()
    (size,) = struct.unpack("<Q", raw[:8])
    types = {name: dtype for dtype, name in _NAMES.items()}
    loaded = {}
    for name, entry in json.loads(raw[8 : 8 + size]).items():
        begin, end = (8 + size + offset for offset in entry["data_offsets"])
        loaded[name] = np.frombuffer(raw[begin:end], types[entry["dtype"]]).reshape(entry["shape"]).astype("<f4")
    return loaded
