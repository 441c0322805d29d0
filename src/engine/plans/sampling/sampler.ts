import { joined } from '../../models/flatWeights'
import type { Network } from '../../models/network'
import type { Drawing } from '../../sampling/draw'
import { encode, ProgramBuilder } from '../builder'
import type { Kernels } from '../kernels'
import type { Piece } from '../memory'
import { WeightLayout } from '../weightLayout'
import { lineFloats, lines, opcodes } from '../words'
import { type Section, Workspace } from '../workspace'
import { type CellPrograms, planCells } from './planCells'

export interface SamplerShape {
  readonly height: number
  readonly width: number
  /** Images that are drawn at once. */
  readonly count: number
  /** Whether there is a map that conditions it: of a Multi-Scale model's large network. */
  readonly conditioned?: boolean
  /** Whether the logits of every draw are kept. */
  readonly record?: boolean
  /** Sets of what is added to logits, shared out evenly among the images; none where left out. */
  readonly addedSets?: number
}

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
  private readonly pieces: {
    weights: Piece
    pixels: Piece
    unknown: Piece
    choice: Piece
    condition: Piece
    record: Piece
    sums: Piece
    added: Piece
  }
  /** The maps that hold all that is known of an image while it is drawn. */
  private readonly features: readonly Piece[]
  private readonly drawAt: readonly number[]
  private readonly programs: CellPrograms
  private readonly pixelFloats: number
  readonly bytes: number

  constructor(
    private readonly kernels: Kernels,
    private readonly network: Network,
    readonly shape: SamplerShape,
  ) {
    const { configuration } = network
    const { height, width, count, conditioned = false, record = false, addedSets = 0 } = shape
    const cells = height * width
    const builder = new ProgramBuilder(kernels.panel, Math.ceil(count / kernels.threads))
    const packed = builder.shared(0)
    const layout = new WeightLayout(network, packed)
    this.pixelFloats = lines(cells * configuration.channels)
    const pixels = builder.shared(count * this.pixelFloats)
    const choice = builder.shared(lineFloats)
    const sums = builder.shared(count * lineFloats)
    const unknown = builder.shared(cells)
    const features = lines(configuration.hidden)
    const condition = builder.shared(conditioned ? count * cells * features : 0)
    const columns = configuration.channels * lines(configuration.levels)
    const recorded = builder.shared(record ? count * cells * columns : 0)
    const added = builder.shared(addedSets * cells * columns)
    const ring = 2 ** Math.ceil(Math.log2(2 * width + 1))
    // One row more than the ring has: maps a power of two apart would all want the same few places of the caches.
    const rows = ring + 1
    this.programs = planCells(
      builder,
      layout,
      configuration,
      { height, width, lanes: kernels.lanes, rows },
      {
        pixels: [pixels, this.pixelFloats, configuration.channels],
        draw: [...drawMarks, choice],
        sums: [sums, lineFloats, lineFloats],
        added: [
          ...(addedSets > 0 ? [added] : [-1]),
          cells * columns,
          columns,
          count / Math.max(1, addedSets),
        ],
        condition: conditioned ? [condition, cells * features, features] : undefined,
        record: record ? [recorded, cells * columns, columns] : undefined,
      },
    )
    packed.floats = layout.packedFloats
    const gather = builder.table('gather', () => layout.gatherTable())
    const weights = builder.shared(layout.count)
    const { sharedFloats, localFloats, tables } = builder.finish()
    const { rowBegin, known, judged, unknown: drawing, rowEnd } = this.programs
    const programs = [rowBegin, known, judged, ...drawing, rowEnd].map((one) => one.encode())
    const body = [
      ...[0, 0, width, cells, ring - 1, unknown.word, configuration.channels],
      ...programs.map(({ length }) => length),
      ...programs.flat(),
    ]
    const sample = [opcodes.sample, body.length + 2, ...body]
    const pack = encode([opcodes.gather, packed, weights, gather, layout.packedFloats])
    const localAt = sharedFloats + lines(sample.length + pack.length)
    this.bytes = 4 * (localAt + kernels.threads * localFloats)
    this.workspace = new Workspace(kernels, {
      ...{ bytes: this.bytes, programsAt: sharedFloats, localAt, localFloats, tables },
    })
    this.sections = { pack: this.workspace.place(pack), sample: this.workspace.place(sample) }
    this.words = this.workspace.wordsOf(this.sections.sample)
    this.drawAt = placesOf(this.words, drawMarks)
    this.pieces = { weights, pixels, unknown, choice, condition, record: recorded, sums, added }
    this.features = builder.keptMaps
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
    this.workspace.integersOf(this.pieces.unknown, unknown.length).set(unknown)
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
    const { hidden } = this.network.configuration
    const { condition } = this.pieces
    const view = this.workspace.view(condition, condition.floats)
    for (let cell = 0; cell * hidden < values.length; cell++) {
      view.set(values.subarray(cell * hidden, (cell + 1) * hidden), cell * lines(hidden))
    }
  }

  /** What is added to the logits of one set's images, [height, width, C * K], channel-major. */
  setAdded(set: number, values: Float32Array): void {
    const { channels, levels } = this.network.configuration
    const perChannel = levels === 2 ? 1 : levels
    const columns = channels * lines(levels)
    const cells = this.shape.height * this.shape.width
    const { added } = this.pieces
    const view = this.workspace.view(added, added.floats).subarray(set * cells * columns)
    for (let from = 0, cell = 0; cell < cells; cell++) {
      for (let channel = 0; channel < channels; channel++, from += perChannel) {
        const { first = 0 } = this.programs.logits.colours[channel] ?? {}
        view.set(values.subarray(from, from + perChannel), cell * columns + first)
      }
    }
  }

  /** Makes an image what another is: its levels, its sums, and all features that were computed of it. */
  copyImage(from: number, to: number): void {
    this.imageView(to).set(this.imageView(from))
    const sums = this.sumsView()
    const doubles = lineFloats / 2
    sums.copyWithin(to * doubles, from * doubles, (from + 1) * doubles)
    this.workspace.copyImage(this.features, this.shape.count, from, to)
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
    const { channels, levels } = this.network.configuration
    const columns = channels * lines(levels)
    const { first = 0 } = this.programs.logits.colours[channel] ?? {}
    const begin = (image * this.shape.height * this.shape.width + cell) * columns + first
    const { record } = this.pieces
    return this.workspace.view(record, record.floats).subarray(begin, begin + (levels === 2 ? 1 : levels))
  }

  dispose(): void {
    this.workspace.dispose()
  }

  private sumsView(): Float64Array {
    return this.workspace.doubles(this.pieces.sums, (this.shape.count * lineFloats) / 2)
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
    const begin = image * this.pixelFloats
    const { height, width } = this.shape
    const length = height * width * this.network.configuration.channels
    return this.workspace.view(pixels, pixels.floats).subarray(begin, begin + length)
  }
}

/** Places in the words of the instruction, opcode and length included. */
const [firstRow, endRow, endCell] = [2, 3, 5]

/** Stand where a draw's number of the first image, scale and seed go; they are found again by these values. */
const drawMarks = [0x7a6b5c01, 0x7a6b5c02, 0x7a6b5c03]

function placesOf(words: Int32Array, marks: readonly number[]): number[] {
  const places: number[] = []
  words.forEach((_, at) => {
    if (marks.every((mark, i) => words[at + i] === mark)) places.push(at)
  })
  return places
}
