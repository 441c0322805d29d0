"""Images of one size from a folder or an archive of one, and which of them are held out."""
import io
import pathlib
import tarfile
from concurrent.futures import ThreadPoolExecutor

import numpy as np

HELD_OUT_EVERY = 25
"""Of the files in the order of their paths, each 25th is never trained on: of CIFAR-10's 50,000, 200 of each class."""


def read_images(path):
    """All images below `path`, a folder or a tar file, in the order of their paths; or of a .npy: uint8 [N, H, W, 3]."""
    if pathlib.Path(path).suffix == ".npy":
        return np.load(path)
    with ThreadPoolExecutor() as pool:
        return np.stack(list(pool.map(_decoded, _files(pathlib.Path(path)))))


def split(images):
    """(what to train on, what is held out)."""
    held_out = np.arange(len(images)) % HELD_OUT_EVERY == 0
    return images[~held_out], images[held_out]


def _files(path):
    if path.is_dir():
        return [file.read_bytes() for file in sorted(path.rglob("*")) if _is_image(file.name)]
    with tarfile.open(path) as archive:
        members = sorted((m for m in archive.getmembers() if _is_image(m.name)), key=lambda m: m.name)
        return [archive.extractfile(member).read() for member in members]


def _is_image(name):
    return name.endswith((".jpg", ".jpeg", ".png"))


def _decoded(data):
    from PIL import Image

    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
