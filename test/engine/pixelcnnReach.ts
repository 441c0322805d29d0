import type { Size } from './reach'

/**
 * For every value of an image, the values that its distribution may depend on, from the definition alone:
 * walking back from the logits through the windows of the layers. Indices are (row, column, channel), flat.
 */
export function pixelcnnMayBeSeen({ height, width }: Size, channels: number, layers: number): Set<number>[] {
  const index = (row: number, column: number, channel: number): number =>
    (row * width + column) * channels + channel
  /** What the values of `from` see through one masked kernel of that side. */
  const through = (from: Set<number>, side: number, ownColour: boolean): Set<number> => {
    const seen = new Set<number>()
    const half = side >> 1
    for (const value of from) {
      const channel = value % channels
      const column = Math.floor(value / channels) % width
      const row = Math.floor(value / channels / width)
      for (let r = Math.max(0, row - half); r <= row; r++) {
        for (let c = Math.max(0, column - half); c <= Math.min(width - 1, column + half); c++) {
          for (let k = 0; k < channels; k++) {
            const earlierPixel = r < row || c < column
            const earlierColour = r === row && c === column && (ownColour ? k <= channel : k < channel)
            if (earlierPixel || earlierColour) seen.add(index(r, c, k))
          }
        }
      }
    }
    return seen
  }
  return Array.from({ length: height * width * channels }, (_, value) => {
    let seen = through(new Set([value]), 1, true)
    for (let i = 0; i < layers; i++) seen = through(seen, 3, true)
    return through(seen, 7, false)
  })
}
