import { encode, type Word } from './builder'
import type { CompiledPlan } from './compile'
import type { KernelCall, KernelMemory, Kernels } from './kernels'
import type { Piece } from './memory'

/** A program in a workspace: where, in bytes, and how many words. */
export interface Section {
  readonly program: number
  readonly words: number
}

/** The memory of a compiled plan, and the threads that work in it. */
export class Workspace {
  private readonly memory: KernelMemory
  private readonly floats: Float32Array
  private readonly integers: Int32Array
  private readonly locals: readonly number[]
  private free: number

  constructor(
    private readonly kernels: Kernels,
    private readonly layout: Pick<
      CompiledPlan,
      'bytes' | 'programsAt' | 'localAt' | 'localFloats' | 'tables'
    >,
  ) {
    const { bytes, programsAt, localAt, localFloats, tables } = layout
    this.memory = kernels.allocate(bytes)
    const { buffer, base } = this.memory
    this.floats = new Float32Array(buffer, base, bytes / 4)
    this.integers = new Int32Array(buffer, base, bytes / 4)
    for (const { offset, values } of tables) this.integers.set(values, offset)
    this.free = programsAt
    this.locals = Array.from({ length: kernels.threads }, (_, thread) => 4 * (localAt + thread * localFloats))
  }

  /** Puts a program in. */
  place(words: ArrayLike<number>): Section {
    if (this.free + words.length > this.layout.localAt) throw new Error('no room for another program')
    const section = { program: this.free * 4, words: words.length }
    this.integers.set(words, this.free)
    this.free += words.length
    return section
  }

  /** The words of a program: a view, which may be written to between runs. */
  wordsOf({ program, words }: Section): Int32Array {
    return this.integers.subarray(program / 4, program / 4 + words)
  }

  /** Puts one instruction in; its words may be changed between runs. */
  instruction(words: readonly Word[]): { section: Section; words: Int32Array } {
    const section = this.place(encode(words))
    return { section, words: this.wordsOf(section) }
  }

  /** The first `length` floats of shared memory: a view, not a copy. */
  view(piece: Piece, length: number): Float32Array {
    return this.floats.subarray(piece.offset, piece.offset + length)
  }

  /** The same as whole numbers. */
  integersOf(piece: Piece, length: number): Int32Array {
    return this.integers.subarray(piece.offset, piece.offset + length)
  }

  /** The same as doubles. */
  doubles(piece: Piece, length: number): Float64Array {
    return new Float64Array(this.memory.buffer, this.memory.base + 4 * piece.offset, length)
  }

  /** Shares out `count` images among the threads. */
  runImages(section: Section, count: number): void {
    this.run(section, (thread) => ({
      first: this.share(count, thread),
      images: this.share(count, thread + 1) - this.share(count, thread),
    }))
  }

  /** Copies what one of `count` images has in threads' own maps to another's place, perhaps another thread's. */
  copyImage(pieces: readonly Piece[], count: number, from: number, to: number): void {
    const [source, target] = [this.placeOf(count, from), this.placeOf(count, to)]
    for (const { offset, floats } of pieces) {
      const begin = source.local + offset + source.image * floats
      this.floats.copyWithin(target.local + offset + target.image * floats, begin, begin + floats)
    }
  }

  /** The first image of a thread. */
  private share(count: number, thread: number): number {
    return Math.round((count * thread) / this.kernels.threads)
  }

  /** Where an image is worked on: the float at which its thread's memory begins, and its number there. */
  private placeOf(count: number, image: number): { local: number; image: number } {
    let thread = 0
    while (this.share(count, thread + 1) <= image) thread++
    const { localAt, localFloats } = this.layout
    return { local: localAt + thread * localFloats, image: image - this.share(count, thread) }
  }

  /** Each thread does its share of flat arrays. */
  runFlat(section: Section): void {
    const images = this.kernels.threads
    this.run(section, (first) => ({ first, images }))
  }

  dispose(): void {
    this.kernels.free(this.memory)
  }

  private run(section: Section, part: (thread: number) => Pick<KernelCall, 'first' | 'images'>): void {
    this.kernels.run(
      this.memory,
      this.locals.map((local, thread) => ({ local, ...section, ...part(thread) })),
    )
  }
}
