/**
 * A hole of a kind in a square picture: 1 where a pixel is to be filled, [side, side]. What varies in it the
 * generator decides.
 *
 * @param {string} kind one of `holeKinds`
 * @param {number} side
 * @param {{ below(n: number): number }} random
 */
export function holeOf(kind, side, random) {
  const hole = new Uint8Array(side * side)
  const make = kinds[kind]
  if (!make) throw new Error(`There is no hole of the kind ${kind}.`)
  make(side, random, (x, y) => {
    if (x >= 0 && y >= 0 && x < side && y < side) hole[y * side + x] = 1
  })
  return hole
}

/** @typedef {(side: number, random: { below(n: number): number }, fill: (x: number, y: number) => void) => void} Kind */

/** @type {Record<string, Kind>} */
const kinds = {
  'bottom half': (side, _random, fill) => rectangle(fill, 0, Math.floor(side / 2), side, side),
  'top half': (side, _random, fill) => rectangle(fill, 0, 0, side, Math.floor(side / 2)),
  'left half': (side, _random, fill) => rectangle(fill, 0, 0, Math.floor(side / 2), side),
  'right half': (side, _random, fill) => rectangle(fill, Math.floor(side / 2), 0, side, side),
  'small box': (side, random, fill) => box(side, random, fill, 4),
  'large box': (side, random, fill) => box(side, random, fill, 2),
  stroke: (side, random, fill) => {
    // A brush three pixels wide from edge to edge.
    const [from, to] = [random.below(side), random.below(side)]
    for (let x = 0; x < side; x++) {
      const y = Math.round(from + ((to - from) * x) / (side - 1))
      for (let d = -1; d <= 1; d++) fill(x, y + d)
    }
  },
  scattered: (side, random, fill) => {
    for (let y = 0; y < side; y++) for (let x = 0; x < side; x++) if (random.below(2) === 0) fill(x, y)
  },
}

/** Names of all kinds of holes. */
export const holeKinds = Object.keys(kinds)

/** A square of a side's share, anywhere but at the edge. */
function box(
  /** @type {number} */ side,
  /** @type {{ below(n: number): number }} */ random,
  /** @type {(x: number, y: number) => void} */ fill,
  /** @type {number} */ share,
) {
  const length = Math.floor(side / share)
  const [x, y] = [1 + random.below(side - length - 1), 1 + random.below(side - length - 1)]
  rectangle(fill, x, y, x + length, y + length)
}

function rectangle(
  /** @type {(x: number, y: number) => void} */ fill,
  /** @type {number} */ left,
  /** @type {number} */ top,
  /** @type {number} */ right,
  /** @type {number} */ bottom,
) {
  for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) fill(x, y)
}
