import type { ModelConfiguration } from '../../shared/model/configuration'
import type { Network } from '../models/network'
import { sizeOf } from '../models/weights'
import { encode, ProgramBuilder, type Word } from './builder'
import type { KernelCall, KernelMemory, Kernels } from './kernels'
import { Piece } from './memory'
import { planNetwork } from './planNetwork'
import { WeightLayout } from './weightLayout'
import { lineFloats, lines, opcodes } from './words'

export interface PlanShape {
  /** The most images of a run. */
  readonly batch: number
  readonly height: number
  readonly width: number
  /** Whether gradients are wanted. */
  readonly train: boolean
}

/** Whether a network's likelihood and gradients can be planned: all but Multi-Scale. */
export function canPlan(configuration: ModelConfiguration): boolean {
  return configuration.small === undefined
}

/**
 * A network's likelihoods, and gradients if wanted, as programs for kernels, with memory for a batch. Threads
 * share out the images; each goes through the network a few images at a time, as many as its caches like.
 */
export class Plan {
  /** Floats of all flat arrays: weights, gradients. */
  readonly count: number
  /** Bytes that the plan holds. */
  readonly bytes: number
  readonly weights: Float32Array
  readonly gradients: Float32Array
  private readonly memory: KernelMemory
  private readonly floats: Float32Array
  private readonly whole: Int32Array
  private readonly pixels: Piece
  private readonly nats: Piece
  private readonly squares: Piece
  private readonly imageFloats: number
  private readonly localBytes: readonly number[]
  private readonly programs: { pack: Section; run: Section; sum: Section }

  constructor(
    private readonly kernels: Kernels,
    private readonly network: Network,
    private readonly shape: PlanShape,
    /** Flat arrays besides weights and gradients, `count` floats each, that a user of the plan wants. */
    extraArrays = 0,
  ) {
    const { configuration } = network
    const { batch, height, width, train } = shape
    const { threads } = kernels
    const chunk = chunkOf(configuration, Math.ceil(batch / threads))
    const builder = new ProgramBuilder(kernels.panel, chunk)
    const packed = builder.shared(0)
    const layout = new WeightLayout(network, packed)
    const data = planNetwork(builder, layout, configuration, { height, width, train, batch })
    packed.floats = layout.packedFloats
    this.count = layout.count
    const gather = builder.table('gather', () => layout.gatherTable())
    const flat = builder.shared(layout.count)
    const gradientIndex = builder.shared(train ? layout.count : 0)
    const gradients = builder.shared(train ? layout.count : 0)
    this.extras = Array.from({ length: extraArrays }, () => builder.shared(layout.count))
    this.squares = builder.shared(threads * lineFloats)
    const { sharedFloats, localFloats, program, tables } = builder.finish()

    const programFloats = lines(program.length)
    const spare = 256
    const localAt = sharedFloats + programFloats + spare
    const pack = encode([opcodes.gather, packed, flat, gather, layout.packedFloats])
    const localWord: Word = (localAt / lineFloats) * 2
    const sum = train
      ? encode([
          opcodes.sumGradients,
          gradients,
          localWord,
          localFloats / lineFloats,
          threads,
          gradientIndex,
          layout.count,
          this.squares,
        ])
      : []
    this.bytes = 4 * (localAt + threads * localFloats)
    this.memory = kernels.allocate(this.bytes)
    const { buffer, base } = this.memory
    this.floats = new Float32Array(buffer, base, this.bytes / 4)
    this.whole = new Int32Array(buffer, base, this.bytes / 4)
    for (const { offset, values } of tables) this.whole.set(values, offset)
    if (train) this.whole.set(layout.gradientTable(), gradientIndex.offset)
    let at = sharedFloats
    const place = (words: ArrayLike<number>): Section => {
      const section = { program: at * 4, words: words.length }
      this.whole.set(words, at)
      at += words.length
      return section
    }
    this.programs = { run: place(program), pack: place(pack), sum: place(sum) }
    this.free = at
    this.freeEnd = localAt
    this.pixels = data.pixels
    this.nats = data.nats
    this.imageFloats = data.pixels.floats / batch
    this.localBytes = Array.from({ length: threads }, (_, thread) => 4 * (localAt + thread * localFloats))
    this.weights = this.array(flat)
    this.gradients = this.array(gradients)
    this.pieces = { weights: flat, gradients, squares: this.squares }
  }

  private readonly extras: readonly Piece[]
  private free: number
  private readonly freeEnd: number
  /** For programs of the plan's user. */
  readonly pieces: { readonly weights: Piece; readonly gradients: Piece; readonly squares: Piece }

  /** A flat array that was asked for, as memory of programs and as floats. */
  extra(index: number): { piece: Piece; values: Float32Array } {
    const piece = this.extras[index]
    if (!piece) throw new Error(`no array ${index}`)
    return { piece, values: this.array(piece) }
  }

  /** Puts an instruction of the plan's user into its memory; its words may be changed between runs. */
  instruction(words: readonly Word[]): { words: Int32Array; section: Section } {
    const encoded = encode(words)
    if (this.free + encoded.length > this.freeEnd) throw new Error('no room for another instruction')
    const section = { program: this.free * 4, words: encoded.length }
    const place = this.whole.subarray(this.free, this.free + encoded.length)
    place.set(encoded)
    this.free += encoded.length
    return { words: place, section }
  }

  /** Copies weights in; call `pack` after any change of them. */
  setWeights(weights: ReadonlyMap<string, Float32Array>): void {
    let offset = 0
    for (const specification of this.network.parameters) {
      const values = weights.get(specification.name)
      if (values) this.weights.set(values, offset)
      offset += sizeOf(specification)
    }
  }

  /** A flat array's parts by parameter: views, not copies. */
  byName(flat: Float32Array): Map<string, Float32Array> {
    const parts = new Map<string, Float32Array>()
    let offset = 0
    for (const specification of this.network.parameters) {
      parts.set(specification.name, flat.subarray(offset, offset + sizeOf(specification)))
      offset += sizeOf(specification)
    }
    return parts
  }

  /** Lays the weights out as products read them. */
  pack(): void {
    this.everyThread(this.programs.pack)
  }

  /** Nats of each of `count` images of levels [count, H, W, C]; with `train` also each thread's gradients. */
  run(levels: ArrayLike<number>, count: number): Float32Array {
    const { height, width } = this.shape
    const length = height * width * this.network.configuration.channels
    for (let image = 0; image < count; image++) {
      const at = this.pixels.offset + image * this.imageFloats
      for (let i = 0; i < length; i++) this.floats[at + i] = levels[image * length + i] ?? 0
    }
    const { threads } = this.kernels
    const share = (thread: number): number => Math.round((count * thread) / threads)
    this.kernels.run(
      this.memory,
      this.localBytes.map((local, thread) => ({
        local,
        ...this.programs.run,
        first: share(thread),
        images: share(thread + 1) - share(thread),
      })),
    )
    return Float32Array.from({ length: count }, (_, i) => this.floats[this.nats.offset + i * 16] ?? NaN)
  }

  /** Adds up the threads' gradients into `gradients`; returns their norm. */
  sumGradients(): number {
    this.everyThread(this.programs.sum)
    const doubles = new Float64Array(
      this.memory.buffer,
      this.memory.base + this.squares.offset * 4,
      this.kernels.threads * 8,
    )
    let sum = 0
    for (let thread = 0; thread < this.kernels.threads; thread++) sum += doubles[thread * 8] ?? NaN
    return Math.sqrt(sum)
  }

  /** Runs a section on every thread, each doing its share of flat arrays. */
  everyThread(section: Section): void {
    const images = this.kernels.threads
    this.kernels.run(
      this.memory,
      this.localBytes.map((local, first): KernelCall => ({ local, ...section, first, images })),
    )
  }

  dispose(): void {
    this.kernels.free(this.memory)
  }

  array(piece: Piece): Float32Array {
    return this.floats.subarray(piece.offset, piece.offset + Math.min(piece.floats, this.count))
  }
}

/** A program in a plan's memory: where, in bytes, and how long. */
export interface Section {
  readonly program: number
  readonly words: number
}

/** Images that a thread works on at a time: one where all pixels are computed at once, else what fills tiles. */
function chunkOf({ architecture }: ModelConfiguration, share: number): number {
  return architecture === 'pixelcnn' ? 1 : Math.min(share, 16)
}
