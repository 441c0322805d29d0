import { joined } from '../../models/flatWeights'
import type { Network } from '../../models/network'
import type { Drawing } from '../../sampling/draw'
import { encode } from '../builder'
import type { Kernels } from '../kernels'
import { lineFloats, lines, opcodes } from '../words'
import { type Section, Workspace } from '../workspace'
import {
  layOutSampler,
  placeConditions,
  placeLogits,
  type SamplerPieces,
  type SamplerShape,
} from './samplerLayout'

/** What is drawn, and by which random numbers. */
export interface SamplerDraw extends Drawing {
  readonly seed: number
  /** Number of the first image: part of the address of its random numbers. */
  readonly firstVariant: number
  /** Another part of the address. */
  readonly scale: number
}

/**
 * A network's incremental form: draws images pixel after pixel, computing for each only what is new. Images are
 * shared out among threads; each keeps the features of the last two rows.
 */
export class Sampler {
  private readonly workspace: Workspace
  private readonly sections: { readonly pack: Section; readonly sample: Section }
  private readonly words: Int32Array
  private readonly layout: ReturnType<typeof layOutSampler>
  private readonly drawAt: readonly number[]
  readonly bytes: number

  constructor(
    private readonly kernels: Kernels,
    private readonly network: Network,
    readonly shape: SamplerShape,
  ) {
    const { channels } = network.configuration
    const { panel, lanes, threads } = kernels
    this.layout = layOutSampler(
      {
        ...{ panel, lanes, chunk: Math.ceil(shape.count / threads), draw: drawMarks },
        told: { image: lineFloats, cell: lineFloats },
      },
      network,
      shape,
    )
    const { programs, pieces, sharedFloats, localFloats, tables, cells, ring, packedFloats } = this.layout
    const { rowBegin, known, judged, unknown: drawing, rowEnd } = programs
    const encoded = [rowBegin, known, judged, ...drawing, rowEnd].map((one) => one.encode())
    const body = [
      ...[0, 0, shape.width, cells, ring, pieces.kinds.word, channels],
      ...encoded.map(({ length }) => length),
      ...encoded.flat(),
    ]
    const sample = [opcodes.sample, body.length + 2, ...body]
    const pack = encode([opcodes.gather, pieces.packed, pieces.weights, pieces.gather, packedFloats])
    const localAt = sharedFloats + lines(sample.length + pack.length)
    this.bytes = 4 * (localAt + threads * localFloats)
    this.workspace = new Workspace(kernels, {
      ...{ bytes: this.bytes, programsAt: sharedFloats, localAt, localFloats, tables },
    })
    this.sections = { pack: this.workspace.place(pack), sample: this.workspace.place(sample) }
    this.words = this.workspace.wordsOf(this.sections.sample)
    this.drawAt = placesOf(this.words, drawMarks)
  }

  /** Copies weights in and packs them. */
  setWeights(weights: ReadonlyMap<string, Float32Array>): void {
    const flat = joined(this.network, weights)
    this.workspace.view(this.pieces.weights, flat.length).set(flat)
    this.workspace.runFlat(this.sections.pack)
  }

  /**
   * What is to be done: pixels with a 1 in `unknown` [height, width] are drawn, those with a 2 are known and their
   * likelihood is wanted, the others are known.
   */
  begin(unknown: Uint8Array, { seed, firstVariant, scale, temperature, topP }: SamplerDraw): void {
    this.workspace.integersOf(this.pieces.kinds, unknown.length).set(unknown)
    this.workspace.doubles(this.pieces.choice, 2).set([temperature, topP])
    this.sumsView().fill(0)
    for (const at of this.drawAt) this.words.set([firstVariant, scale, seed | 0], at)
    this.words[endCell] = unknown.findLastIndex((kind) => kind !== 0) + 1
  }

  /** Overwrites an image with levels [height, width, channels]. */
  setImage(image: number, levels: Uint8Array): void {
    this.imageView(image).set(levels)
  }

  /** The maps that condition the images, [count, height, width, h]. */
  setConditions(values: Float32Array): void {
    const { condition } = this.pieces
    const view = this.workspace.view(condition, condition.floats)
    placeConditions(view, values, this.network.configuration.hidden)
  }

  /** What is added to the logits of one set's images, [height, width, C * K], channel-major. */
  setAdded(set: number, values: Float32Array): void {
    const { added } = this.pieces
    const { cells, columns, programs } = this.layout
    const view = this.workspace.view(added, added.floats).subarray(set * cells * columns)
    placeLogits(view, values, this.network, programs)
  }

  /** Makes an image what another is: its levels, its sums, and all features that were computed of it. */
  copyImage(from: number, to: number): void {
    this.imageView(to).set(this.imageView(from))
    const sums = this.sumsView()
    const doubles = lineFloats / 2
    sums.copyWithin(to * doubles, from * doubles, (from + 1) * doubles)
    this.workspace.copyImage(this.layout.features, this.shape.count, from, to)
  }

  /** Levels of a row of an image, [width * channels]: a view. */
  row(image: number, row: number): Float32Array {
    const length = this.shape.width * this.network.configuration.channels
    return this.imageView(image).subarray(row * length, (row + 1) * length)
  }

  /** Goes through rows [from, to), which follow on those that it went through before. */
  run(from: number, to: number): void {
    this.words[firstRow] = from
    this.words[endRow] = to
    this.workspace.runImages(this.sections.sample, this.shape.count)
  }

  /** -log of the probability of what was drawn of each image since the begin, as the model has it: [count]. */
  nats(): Float64Array {
    return this.sum(0)
  }

  /**
   * The log of each image's weight since the begin, [count]: how much likelier what was drawn is without what was
   * added to the logits, times how likely the judged pixels are; with `judgedOnly` the latter alone.
   */
  logWeights(judgedOnly = false): Float64Array {
    const judged = this.sum(2)
    if (judgedOnly) return judged.map((nats) => -nats)
    return this.sum(1).map((gain, i) => gain - (judged[i] ?? NaN))
  }

  /** The logits that a value was drawn from, where they are kept: [K]. */
  recorded(image: number, cell: number, channel: number): Float32Array {
    const { levels } = this.network.configuration
    const { programs, cells, columns } = this.layout
    const { first = 0 } = programs.logits.colours[channel] ?? {}
    const begin = (image * cells + cell) * columns + first
    const { record } = this.pieces
    return this.workspace.view(record, record.floats).subarray(begin, begin + (levels === 2 ? 1 : levels))
  }

  dispose(): void {
    this.workspace.dispose()
  }

  private get pieces(): SamplerPieces {
    return this.layout.pieces
  }

  private sumsView(): Float64Array {
    return this.workspace.doubles(this.pieces.told, (this.shape.count * lineFloats) / 2)
  }

  private sum(which: number): Float64Array {
    const view = this.sumsView()
    return Float64Array.from(
      { length: this.shape.count },
      (_, i) => view[(i * lineFloats) / 2 + which] ?? NaN,
    )
  }

  private imageView(image: number): Float32Array {
    const { pixels } = this.pieces
    const begin = image * this.layout.pixelFloats
    const { height, width } = this.shape
    const length = height * width * this.network.configuration.channels
    return this.workspace.view(pixels, pixels.floats).subarray(begin, begin + length)
  }
}

/** Places in the words of the instruction, opcode and length included. */
const [firstRow, endRow, endCell] = [2, 3, 5]

/** Stand where a draw's number of the first image, scale and seed go; they are found again by these values. */
const drawMarks = [0x7a6b5c01, 0x7a6b5c02, 0x7a6b5c03] as const

function placesOf(words: Int32Array, marks: readonly number[]): number[] {
  const places: number[] = []
  words.forEach((_, at) => {
    if (marks.every((mark, i) => words[at + i] === mark)) places.push(at)
  })
  return places
}
