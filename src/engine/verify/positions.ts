/** Size of an image: values are numbered row by row, pixel by pixel, channel by channel. */
export interface ImageShape {
  readonly height: number
  readonly width: number
  readonly channels: number
}

const colours = ['red', 'green', 'blue']

/** Where a value is, for people: "row 2, column 0, green". */
export function positionOf(value: number, { width, channels }: ImageShape): string {
  const pixel = Math.floor(value / channels)
  const place = `row ${Math.floor(pixel / width)}, column ${pixel % width}`
  return channels === 1 ? place : `${place}, ${colours[value % channels] ?? ''}`
}

/** An entry of a tensor, for people: "[0, 3, 12, 5]". */
export function entryOf(index: number, shape: readonly number[]): string {
  const places: number[] = []
  let rest = index
  for (const extent of shape.toReversed()) {
    places.unshift(rest % extent)
    rest = Math.floor(rest / extent)
  }
  return `[${places.join(', ')}]`
}
