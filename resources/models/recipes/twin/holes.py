"""Random holes of the kinds that people paint, as src/engine/data/randomMasks.ts makes them (drawn by another generator)."""
import numpy as np


def random_holes(count, size, seed):
    """uint8 [count, size, size], 1 = hidden; at least one pixel of each is."""
    return np.stack([_hole(size, np.random.default_rng((seed, i))) for i in range(count)])


def _hole(size, random):
    mask = np.zeros((size, size), np.uint8)
    _KINDS[random.integers(len(_KINDS))](mask, size, random)
    if not mask.any():
        mask.flat[random.integers(mask.size)] = 1
    return mask


def _half(mask, size, random):
    middle = size // 2
    mask[[np.s_[:middle], np.s_[middle:], np.s_[:, :middle], np.s_[:, middle:]][random.integers(4)]] = 1


def _box(mask, size, random):
    height, width = (max(1, round(size * (0.15 + 0.65 * random.random()))) for _ in range(2))
    top, left = random.integers(size - height + 1), random.integers(size - width + 1)
    mask[top : top + height, left : left + width] = 1


def _strokes(mask, size, random):
    rows, columns = np.ogrid[:size, :size]
    for _ in range(random.integers(1, 4)):
        radius = 0.5 + size * (0.02 + 0.06 * random.random())
        x, y, angle = random.random() * size, random.random() * size, random.random() * 2 * np.pi
        for _ in range(round(size * (0.4 + 0.8 * random.random()))):
            mask[(rows - y) ** 2 + (columns - x) ** 2 <= radius**2] = 1
            angle += (random.random() - 0.5) * 0.7
            x = np.clip(x + np.cos(angle), 0, size - 1)
            y = np.clip(y + np.sin(angle), 0, size - 1)


def _scattered(mask, size, random):
    mask[random.random(mask.shape) < 0.1 + 0.8 * random.random()] = 1


def _rest(mask, size, random):
    mask.flat[random.integers(mask.size) :] = 1


_KINDS = (_half, _box, _strokes, _scattered, _rest)
