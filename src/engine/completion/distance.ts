import type { Rectangle } from '../../shared/geometry'

/**
 * How far each pixel of a region lies from the nearest pixel of the photo that the mask leaves alone, centre to centre
 * in pixels: [region.height, region.width], 0 outside the mask, Infinity where the mask covers all. The photo's border
 * is no edge. `region` must hold every masked pixel that hangs together with one that is asked for.
 *
 * Exact, in two passes of lower envelopes of parabolas (Felzenszwalb and Huttenlocher, "Distance Transforms of Sampled
 * Functions", 2012).
 */
export function distanceInside(
  mask: Uint8Array,
  photo: { readonly width: number; readonly height: number },
  region: Rectangle,
): Float32Array {
  // One pixel more on each side: the nearest one outside may lie just beyond the region.
  const left = Math.max(0, region.x - 1)
  const top = Math.max(0, region.y - 1)
  const width = Math.min(photo.width, region.x + region.width + 1) - left
  const height = Math.min(photo.height, region.y + region.height + 1) - top
  const squares = new Float32Array(width * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      squares[y * width + x] = mask[(top + y) * photo.width + left + x] === 0 ? 0 : Infinity
    }
  }
  const envelope = new Envelope(Math.max(width, height))
  for (let x = 0; x < width; x++) envelope.lower(squares, x, width, height)
  for (let y = 0; y < height; y++) envelope.lower(squares, y * width, 1, width)
  const result = new Float32Array(region.width * region.height)
  for (let y = 0; y < region.height; y++) {
    const from = (y + region.y - top) * width + region.x - left
    for (let x = 0; x < region.width; x++) {
      result[y * region.width + x] = Math.sqrt(squares[from + x] ?? Infinity)
    }
  }
  return result
}

/** The pass over one line: values[i] becomes the least of (i - k)^2 + values[k] over all k. */
class Envelope {
  /** Vertices of the parabolas that are lowest somewhere, and where each begins to be. */
  private readonly vertices: Int32Array
  private readonly begins: Float64Array
  private readonly line: Float64Array

  constructor(longest: number) {
    this.vertices = new Int32Array(longest)
    this.begins = new Float64Array(longest)
    this.line = new Float64Array(longest)
  }

  lower(values: Float32Array, start: number, step: number, length: number): void {
    const { vertices, begins, line } = this
    for (let i = 0; i < length; i++) line[i] = values[start + i * step] ?? Infinity
    let last = -1
    for (let i = 0; i < length; i++) {
      const value = line[i] ?? Infinity
      if (value === Infinity) continue
      let begin = -Infinity
      for (; last >= 0; last--) {
        const other = vertices[last] ?? 0
        begin = (value + i * i - ((line[other] ?? 0) + other * other)) / (2 * (i - other))
        if (begin > (begins[last] ?? 0)) break
        begin = -Infinity
      }
      last++
      vertices[last] = i
      begins[last] = begin
    }
    if (last < 0) return
    let at = 0
    for (let i = 0; i < length; i++) {
      while (at < last && (begins[at + 1] ?? 0) <= i) at++
      const vertex = vertices[at] ?? 0
      values[start + i * step] = (i - vertex) ** 2 + (line[vertex] ?? 0)
    }
  }
}
