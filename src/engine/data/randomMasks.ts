import { RandomStream } from '../random/stream'

/** The kinds of holes that a conditioning network learns from: what people paint. */
export const holeKinds = ['half', 'box', 'strokes', 'scattered', 'rest'] as const
export type HoleKind = (typeof holeKinds)[number]

interface Size {
  readonly height: number
  readonly width: number
}

/** Whose hole: the same key gives the same one. */
export interface MaskKey {
  readonly seed: number
  readonly visit: number
  readonly image: number
}

/** Numbers in [0, 1), one after another, of one key. */
type Draw = () => number

/**
 * A random hole [height, width], 1 = hidden; at least one pixel is. Of a random kind: a half, a box, brush strokes,
 * pixels scattered at some density, or all from some pixel on, as in drawing from the top.
 */
export function randomMask(size: Size, key: MaskKey): Uint8Array {
  const draw = drawing(key)
  return randomHole(holeKinds[Math.floor(draw() * holeKinds.length)] ?? 'box', size, draw)
}

/** A random hole of one kind. */
export function maskOfKind(kind: HoleKind, size: Size, key: MaskKey): Uint8Array {
  return randomHole(kind, size, drawing(key))
}

function drawing({ seed, visit, image }: MaskKey): Draw {
  const stream = new RandomStream(seed, 'mask')
  let count = 0
  return () => stream.uniform(image, visit, count++)
}

function randomHole(kind: HoleKind, size: Size, draw: Draw): Uint8Array {
  const mask = new Uint8Array(size.height * size.width)
  fillers[kind](mask, size, draw)
  if (!mask.includes(1)) mask[Math.floor(draw() * mask.length)] = 1
  return mask
}

const fillers: Record<HoleKind, (mask: Uint8Array, size: Size, draw: Draw) => void> = {
  half(mask, { height, width }, draw) {
    const [y, x] = [Math.floor(height / 2), Math.floor(width / 2)]
    const halves = [
      [0, 0, width, y],
      [0, y, width, height - y],
      [0, 0, x, height],
      [x, 0, width - x, height],
    ] as const
    fillBox(mask, width, halves[Math.floor(draw() * 4)] ?? halves[0])
  },

  box(mask, { height, width }, draw) {
    const side = (length: number): number => Math.max(1, Math.round(length * (0.15 + 0.65 * draw())))
    const [boxWidth, boxHeight] = [side(width), side(height)]
    const left = Math.floor(draw() * (width - boxWidth + 1))
    const top = Math.floor(draw() * (height - boxHeight + 1))
    fillBox(mask, width, [left, top, boxWidth, boxHeight])
  },

  strokes(mask, { height, width }, draw) {
    const longest = Math.max(height, width)
    const strokes = 1 + Math.floor(draw() * 3)
    for (let stroke = 0; stroke < strokes; stroke++) {
      const radius = 0.5 + longest * (0.02 + 0.06 * draw())
      let [x, y, angle] = [draw() * width, draw() * height, draw() * 2 * Math.PI]
      const steps = Math.round(longest * (0.4 + 0.8 * draw()))
      for (let step = 0; step < steps; step++) {
        fillDisc(mask, { height, width }, x, y, radius)
        angle += (draw() - 0.5) * 0.7
        x = Math.max(0, Math.min(width - 1, x + Math.cos(angle)))
        y = Math.max(0, Math.min(height - 1, y + Math.sin(angle)))
      }
    }
  },

  scattered(mask, _size, draw) {
    const density = 0.1 + 0.8 * draw()
    for (let i = 0; i < mask.length; i++) if (draw() < density) mask[i] = 1
  },

  rest(mask, _size, draw) {
    mask.fill(1, Math.floor(draw() * mask.length))
  },
}

function fillBox(
  mask: Uint8Array,
  width: number,
  [left, top, boxWidth, boxHeight]: readonly [number, number, number, number],
): void {
  for (let row = top; row < top + boxHeight; row++) {
    mask.fill(1, row * width + left, row * width + left + boxWidth)
  }
}

function fillDisc(mask: Uint8Array, { height, width }: Size, x: number, y: number, radius: number): void {
  const [top, bottom] = [Math.max(0, Math.ceil(y - radius)), Math.min(height - 1, Math.floor(y + radius))]
  for (let row = top; row <= bottom; row++) {
    const half = Math.sqrt(radius ** 2 - (row - y) ** 2)
    const [left, right] = [Math.max(0, Math.ceil(x - half)), Math.min(width - 1, Math.floor(x + half))]
    if (left <= right) mask.fill(1, row * width + left, row * width + right + 1)
  }
}
