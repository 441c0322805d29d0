import { joined } from '../../models/flatWeights'
import type { Network } from '../../models/network'
import { type DeviceSampler, NoRoomOnDevice } from '../../plans/deviceSampler'
import { encode } from '../../plans/builder'
import type { CellProgram } from '../../plans/sampling/cellProgram'
import type { SamplerDraw } from '../../plans/sampling/sampler'
import {
  layOutSampler,
  placeConditions,
  placeLogits,
  type SamplerShape,
} from '../../plans/sampling/samplerLayout'
import { floatBits, lines, opcodes } from '../../plans/words'
import { Addresses } from './addresses'
import { Arena, type Recorded } from './arena'
import { cellWords } from './cellWords'
import type { OpenDevice } from './device'
import { type Dispatch, dispatchesOf, panelColumns } from './dispatches'
import { asHalves } from './halfWeights'

/** Floats of a vector, as far as panels go: they are at most four of them wide, and a multiple of half of one. */
const lanes = 16
/** Numbers that are told of a draw: its nats, and what it gained (src/kernels/draw.h). */
const toldOfDraw = 2
/**
 * Weights that a workgroup may read in one dispatch: drivers reset a card that one keeps for seconds. A guess, with room
 * for cards whose workgroups read no more than two gigabytes a second.
 */
const mostWeightsRead = 2 ** 29
/** Images that any card works on at the same time: a workgroup each, and hardly a card has fewer multiprocessors. */
export const imagesAtOnce = 16

/** Where a program lies among the tables. */
interface Placed {
  readonly at: number
  readonly end: number
}

/** What is done with a cell; see src/kernels/sample.h. */
const [drawn, judged] = [1, 2]
/** Workgroups that copy one map of an image. */
const copyingGroups = 4

/** What is summed of each image. */
interface Sums {
  readonly drawn: Float64Array
  readonly gains: Float64Array
  readonly judged: Float64Array
}

function noSums(count: number): Sums {
  const none = (): Float64Array => new Float64Array(count)
  return { drawn: none(), gains: none(), judged: none() }
}

/** Draws images on a card, a workgroup an image, a row or a part of one in a dispatch. */
export class WebgpuSampler implements DeviceSampler {
  readonly bytes: number
  private readonly arena: Arena
  private readonly layout: ReturnType<typeof layOutSampler>
  private readonly pack: Recorded
  private readonly placed: {
    readonly begin: Placed
    readonly known: Placed
    readonly judged: Placed
    readonly complete: Placed
    readonly colours: number
    readonly coloursAt: number
    readonly kinds: number
    readonly maps: number
    /** Where weights may lie as halves, two a word. */
    readonly halves: number
  }
  /** What weights that are halves are multiplied by; undefined where they are floats. */
  private scaleOfHalves: number | undefined
  /** Which weight lies where among the packed ones; negative: none. */
  private readonly gathered: Int32Array
  private kinds = new Uint8Array()
  /** The dispatches of all rows, and which of them are a row's. */
  private rows: { readonly recorded: Recorded; readonly begins: readonly number[] } | undefined
  private sums = noSums(0)
  /** Copies of images that wait for the next rows. */
  private copies: Dispatch[] = []

  constructor(
    private readonly open: OpenDevice,
    private readonly network: Network,
    readonly shape: SamplerShape,
    /** Bytes that the device binds at once. */
    most: number,
    /** Weights that are read in a dispatch by each of its images, at most: it has a pixel anyway. */
    private readonly mostWeights = mostWeightsRead,
  ) {
    const { channels } = network.configuration
    const { count } = shape
    const cellFloats = toldOfDraw * channels
    const told = { image: lines(shape.height * shape.width * cellFloats), cell: cellFloats }
    // What a draw is addressed by stands in the words of a dispatch.
    const target = { panel: panelColumns, lanes, chunk: count, draw: [0, 0, 0], told } as const
    this.layout = layOutSampler(target, network, shape)
    const { programs, pieces, sharedFloats, localFloats, tables, packedFloats } = this.layout
    const addresses = new Addresses(sharedFloats, tables)
    const integers = [addresses.integers]
    let at = addresses.integers.length
    const put = (words: readonly number[]): Placed => {
      integers.push(Int32Array.from(words))
      at += words.length
      return { at: at - words.length, end: at }
    }
    const putBlank = (length: number): number => {
      integers.push(new Int32Array(length))
      at += length
      return at - length
    }
    const place = (program: CellProgram): Placed => put(cellWords(program.encode(), addresses))
    const colours = programs.unknown.map(place)
    this.placed = {
      begin: place(programs.rowBegin),
      known: place(programs.known),
      judged: place(programs.judged),
      complete: place(programs.rowEnd),
      colours: channels,
      coloursAt: put(colours.flatMap((one) => [one.at, one.end])).at,
      kinds: addresses.table(pieces.kinds.word),
      maps: put([
        ...[pieces.pixels.offset, this.layout.pixelFloats],
        ...this.layout.features.flatMap(({ offset, floats }) => [sharedFloats + offset, floats]),
      ]).at,
      halves: putBlank(open.readsHalves ? Math.ceil(packedFloats / 2) : 0),
    }
    const floats = sharedFloats + localFloats
    if (4 * Math.max(floats, at) > most) throw new NoRoomOnDevice()
    this.arena = new Arena(open, floats, joinedIntegers(integers, at), 0)
    this.bytes = this.arena.bytes
    const gatherAt = addresses.table(pieces.gather.word)
    this.gathered = addresses.integers.subarray(gatherAt, gatherAt + packedFloats)
    const gather = encode([opcodes.gather, pieces.packed, pieces.weights, pieces.gather, packedFloats])
    this.pack = this.arena.record(dispatchesOf(Int32Array.from(gather), addresses, 1))
  }

  setWeights(weights: ReadonlyMap<string, Float32Array>): void {
    const values = joined(this.network, weights)
    this.arena.write(this.layout.pieces.weights.offset, values)
    this.arena.run(this.pack)
    const halves = this.open.readsHalves ? asHalves(packed(values, this.gathered)) : undefined
    this.scaleOfHalves = halves?.scale
    if (halves) this.arena.writeTable(this.placed.halves, halves.words)
  }

  setConditions(values: Float32Array): void {
    const { condition } = this.layout.pieces
    const placed = new Float32Array(condition.floats)
    placeConditions(placed, values, this.network.configuration.hidden)
    this.arena.write(condition.offset, placed)
  }

  setAdded(set: number, values: Float32Array): void {
    const { pieces, cells, columns, programs } = this.layout
    const placed = new Float32Array(cells * columns)
    placeLogits(placed, values, this.network, programs)
    this.arena.write(pieces.added.offset + set * placed.length, placed)
  }

  begin(levels: Uint8Array, unknown: Uint8Array, draw: SamplerDraw): void {
    const { pieces, pixelFloats } = this.layout
    const { count } = this.shape
    const size = levels.length / count
    const pixels = new Float32Array(count * pixelFloats)
    for (let image = 0; image < count; image++) {
      pixels.set(levels.subarray(image * size, (image + 1) * size), image * pixelFloats)
    }
    this.arena.write(pieces.pixels.offset, pixels)
    this.arena.writeTable(this.placed.kinds, Int32Array.from(unknown))
    this.kinds = unknown.slice()
    this.sums = noSums(count)
    this.copies = []
    if (this.rows) this.arena.forget(this.rows.recorded)
    this.rows = this.record(draw)
  }

  async run(from: number, to: number): Promise<readonly Float32Array[]> {
    if (!this.rows) throw new Error('rows of a drawing that has not begun')
    const { recorded, begins } = this.rows
    if (this.copies.length > 0) {
      const copying = this.arena.record(this.copies)
      this.arena.run(copying)
      this.arena.forget(copying)
      this.copies = []
    }
    this.arena.run(recorded, { from: begins[from], to: begins[to], together: 1 })
    const { width, count } = this.shape
    const { channels } = this.network.configuration
    const { pieces, pixelFloats } = this.layout
    const toldFloats = pieces.told.floats / count
    const [first, cells] = [from * width, (to - from) * width]
    const images = Array.from({ length: count }, (_, image) => image)
    const found = await this.arena.read([
      ...images.map((image) => ({
        at: pieces.pixels.offset + image * pixelFloats + first * channels,
        length: cells * channels,
      })),
      ...images.map((image) => ({
        at: pieces.told.offset + image * toldFloats + first * channels * toldOfDraw,
        length: cells * channels * toldOfDraw,
      })),
    ])
    for (const image of images) this.add(image, first, found[count + image] ?? new Float32Array())
    return found.slice(0, count)
  }

  nats(): Float64Array {
    return this.sums.drawn.slice()
  }

  logWeights(judgedOnly = false): Float64Array {
    const { gains, judged } = this.sums
    return judged.map((nats, i) => (judgedOnly ? 0 : (gains[i] ?? NaN)) - nats)
  }

  copyImage(from: number, to: number): void {
    for (const sums of Object.values<Float64Array>({ ...this.sums })) sums[to] = sums[from] ?? NaN
    const groups = [this.layout.features.length + 1, copyingGroups, 1] as const
    this.copies.push({ kernel: 'copyImage', words: [this.placed.maps, from, to], groups, scratch: 0 })
  }

  dispose(): void {
    this.arena.dispose()
  }

  /** Adds what an image's cells came to, from the `first` on. */
  private add(image: number, first: number, told: Float32Array): void {
    const { channels } = this.network.configuration
    const { sums, kinds } = this
    for (let value = 0; value * toldOfDraw < told.length; value++) {
      const kind = kinds[first + Math.floor(value / channels)]
      const nats = told[value * toldOfDraw] ?? NaN
      if (kind === judged) sums.judged[image] = (sums.judged[image] ?? NaN) + nats
      if (kind !== drawn) continue
      sums.drawn[image] = (sums.drawn[image] ?? NaN) + nats
      sums.gains[image] = (sums.gains[image] ?? NaN) + (told[value * toldOfDraw + 1] ?? NaN)
    }
  }

  /** The dispatches of a drawing: of each row that has to be gone through one, or several where that would take long. */
  private record({ seed, firstVariant, scale, temperature, topP }: SamplerDraw) {
    const { height, width, count } = this.shape
    const { begin, known, judged, complete, colours, coloursAt, kinds, halves } = this.placed
    const { ring, packedFloats, pieces } = this.layout
    const kernel = this.scaleOfHalves === undefined ? 'sample' : 'sampleHalves'
    const halvesAt = halves - pieces.packed.offset / 2
    const turns = Math.max(1, count / imagesAtOnce)
    const most = Math.max(1, Math.floor(this.mostWeights / (packedFloats * turns)))
    const end = this.kinds.findLastIndex((kind) => kind !== 0) + 1
    const dispatches: Dispatch[] = []
    const begins = [0]
    for (let row = 0; row < height; row++) {
      const [first, rowEnd] = [row * width, (row + 1) * width]
      const last = Math.min(rowEnd, end)
      for (let cell = first; cell < last; cell += most) {
        const until = Math.min(last, cell + most)
        const words = [
          ...[first, last, cell, until],
          ...[begin.at, cell === first ? begin.end : begin.at],
          ...[known.at, known.end, judged.at, judged.end],
          ...[complete.at, until === rowEnd ? complete.end : complete.at],
          ...[colours, coloursAt, kinds, ring, seed | 0, firstVariant, scale],
          ...[temperature === 0 ? 0 : 1 / temperature, topP].map(floatBits),
          ...[halvesAt, floatBits(this.scaleOfHalves ?? 1)],
        ]
        dispatches.push({ kernel, words, groups: [count, 1, 1], scratch: 0 })
      }
      begins.push(dispatches.length)
    }
    return { recorded: this.arena.record(dispatches), begins }
  }
}

function packed(values: Float32Array, gathered: Int32Array): Float32Array {
  return Float32Array.from(gathered, (from) => (from < 0 ? 0 : (values[from] ?? NaN)))
}

function joinedIntegers(parts: readonly Int32Array[], length: number): Int32Array {
  const all = new Int32Array(length)
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
