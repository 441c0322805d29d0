import { type Orientation, orientations, orientedPixels, upright } from '../pixels/orientation'

/**
 * The orientation in whose raster order the unknown pixels, 1 in `unknown` [height, width], have the most known pixels
 * before them, all unknown ones taken together. Among equals the first; upright is the first of all.
 */
export function chooseOrientation(unknown: Uint8Array, height: number, width: number): Orientation {
  let [best, most] = [upright, -1]
  for (const orientation of orientations) {
    const seen = knownBefore(unknown, orientedPixels({ height, width }, orientation))
    if (seen > most) [best, most] = [orientation, seen]
  }
  return best
}

/** Known pixels before each unknown one in this order, summed over all unknown ones. */
export function knownBefore(unknown: Uint8Array, order: ArrayLike<number>): number {
  let [known, sum] = [0, 0]
  for (let i = 0; i < order.length; i++) {
    if (unknown[order[i] ?? 0] === 1) sum += known
    else known += 1
  }
  return sum
}

/** Whether any known pixel follows an unknown one in raster order: only then is there more to see than before. */
export function knownFollows(unknown: Uint8Array): boolean {
  return unknown.includes(0, unknown.indexOf(1))
}
