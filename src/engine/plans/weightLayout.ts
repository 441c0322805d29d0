import type { Network } from '../models/network'
import { sizeOf } from '../models/weights'
import type { Piece } from './memory'
import { lineFloats } from './words'

/**
 * Where everything of the weights lies: flat, in the order of the network's parameters; and packed, gathered
 * from the flat ones before each step. Gradients the other way round.
 */
export class WeightLayout {
  readonly count: number
  private readonly offsets = new Map<string, number>()
  /** One after the other. Not as one list: those of a large network are more than an array can hold. */
  private readonly gathered: Int32Array[] = []
  private floats = 0
  /** For each flat weight, where in a thread's sums its gradient is found. */
  private readonly gradientPlaces: { first: number; piece: Piece; places: Int32Array }[] = []

  constructor(
    readonly network: Network,
    /** Where the packed weights will lie. */
    private readonly packed: Piece,
  ) {
    let offset = 0
    for (const specification of network.parameters) {
      this.offsets.set(specification.name, offset)
      offset += sizeOf(specification)
    }
    this.count = offset
  }

  /** Where a parameter begins in the flat weights. */
  offsetOf(name: string): number {
    const offset = this.offsets.get(name)
    if (offset === undefined) throw new Error(`no parameter ${name}`)
    return offset
  }

  /** Adds floats to the packed weights, by the flat weights they come from; -1: a zero. They begin at a line. */
  pack(sources: readonly number[]): PackedWeights {
    const offset = this.floats
    const lines = new Int32Array(Math.ceil(sources.length / lineFloats) * lineFloats).fill(-1)
    lines.set(sources)
    this.gathered.push(lines)
    this.floats += lines.length
    return { packed: this.packed, offset }
  }

  /** The gradient of a parameter, entry by entry, lies at these places of a piece; -1: it stays zero. */
  gradientOf(name: string, piece: Piece, places: Int32Array): void {
    this.gradientPlaces.push({ first: this.offsetOf(name), piece, places })
  }

  get packedFloats(): number {
    return this.floats
  }

  gatherTable(): Int32Array {
    const table = new Int32Array(this.floats)
    let at = 0
    for (const lines of this.gathered) {
      table.set(lines, at)
      at += lines.length
    }
    return table
  }

  /** For each flat weight the float of a thread's region that holds its gradient; the memory is laid out. */
  gradientTable(): Int32Array {
    const table = new Int32Array(this.count).fill(-1)
    for (const { first, piece, places } of this.gradientPlaces) {
      places.forEach((place, i) => {
        if (place >= 0) table[first + i] = piece.offset + place
      })
    }
    return table
  }
}

/** Packed weights, `offset` floats into their piece. */
export interface PackedWeights {
  readonly packed: Piece
  readonly offset: number
}
