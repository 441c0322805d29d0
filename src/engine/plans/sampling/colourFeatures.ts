import { lines } from '../words'

/**
 * Features as rows hold them while an image is drawn: colour after colour, of each all gates side by side, each
 * padded to whole lines. So what one colour adds to a pixel is one range of columns.
 */
export interface ColourFeatures {
  /** Features of all colours and gates together. */
  readonly count: number
  readonly gates: number
  /** Floats of a row. */
  readonly width: number
  /** For each column, which feature it is; -1 for padding. */
  readonly featureAt: Int32Array
  readonly colours: readonly ColourRange[]
}

export interface ColourRange {
  readonly first: number
  readonly width: number
  /** How many it has, of each gate. */
  readonly features: number
  /** Columns of a gate. */
  readonly gate: number
}

/** `count` features a gate, in colour groups as masks have them (ops/masks.ts). */
export function colourFeatures(count: number, colours: number, gates = 1): ColourFeatures {
  const featureAt: number[] = []
  const ranges = Array.from({ length: colours }, (_, colour): ColourRange => {
    const own = Array.from({ length: count }, (_, j) => j).filter(
      (j) => Math.floor((j * colours) / count) === colour,
    )
    const first = featureAt.length
    const gate = lines(own.length)
    for (let g = 0; g < gates; g++) {
      for (let j = 0; j < gate; j++) featureAt.push(j < own.length ? g * count + (own[j] ?? 0) : -1)
    }
    return { first, width: gate * gates, features: own.length, gate }
  })
  return {
    count: count * gates,
    gates,
    width: featureAt.length,
    featureAt: Int32Array.from(featureAt),
    colours: ranges,
  }
}
