import { layOut, Piece } from './memory'
import { lineFloats, lines, opcodes } from './words'

/** Rows of features, one a cell of each image: `width` floats, a multiple of a line. */
export interface FeatureMap {
  readonly piece: Piece
  readonly cells: number
  readonly width: number
}

/** A place within a piece, a multiple of 16 floats from its begin. */
export class Place {
  constructor(
    readonly piece: Piece,
    readonly floats: number,
  ) {}

  get word(): number {
    return this.piece.word + (this.floats / lineFloats) * 2
  }
}

/** What an instruction is made of: numbers, and memory whose place is not known yet. */
export type Word = number | Piece | Place

/** Collects the instructions of a program and what they need, and lays them out in the end. */
export class ProgramBuilder {
  private readonly tables: { piece: Piece; values: Int32Array }[] = []
  private readonly sharedPieces: Piece[] = []
  private readonly localPieces: Piece[] = []
  private readonly once: { before: Word[][]; after: Word[][] } = { before: [], after: [] }
  private readonly body: Word[][] = []
  private readonly known = new Map<string, Piece>()

  constructor(
    /** Columns of a panel of the kernels' instruction set. */
    readonly panel: number,
    /** Images that a thread works on at a time. */
    readonly chunk: number,
  ) {}

  /** Memory of all threads, kept. */
  shared(floats: number): Piece {
    const piece = new Piece('shared', floats, false, true)
    this.sharedPieces.push(piece)
    return piece
  }

  /** A table of whole numbers in shared memory; one of the same `key` is made once. */
  table(key: string, make: () => Int32Array): Piece {
    const found = this.known.get(key)
    if (found) return found
    const values = make()
    const piece = this.shared(values.length)
    this.tables.push({ piece, values })
    this.known.set(key, piece)
    return piece
  }

  /** A thread's own map of `features` features; rows are padded to whole lines. */
  map(cells: number, width: number): FeatureMap {
    const piece = new Piece('local', cells * lines(width), true, false)
    this.localPieces.push(piece)
    return { piece, cells, width: lines(width) }
  }

  /** A thread's own map, kept from one run to the next. */
  keptMap(cells: number, width: number): FeatureMap {
    const piece = new Piece('local', cells * lines(width), true, true)
    this.localPieces.push(piece)
    return { piece, cells, width: lines(width) }
  }

  /** All of these maps. */
  get keptMaps(): readonly Piece[] {
    return this.localPieces.filter((piece) => piece.each && piece.kept)
  }

  /** A thread's own sums, kept over all chunks and zero at the begin. */
  sums(floats: number): Piece {
    const piece = new Piece('local', floats, false, true)
    this.localPieces.push(piece)
    this.once.before.push([opcodes.zero, piece, 0, lines(floats)])
    return piece
  }

  /** An instruction for every chunk of images. */
  emit(opcode: number, ...words: Word[]): void {
    for (const word of words) {
      if (word instanceof Piece) word.usedAt(this.body.length)
      if (word instanceof Place) word.piece.usedAt(this.body.length)
    }
    this.body.push([opcode, ...words])
  }

  /** An instruction after all chunks, once a thread. */
  emitLast(opcode: number, ...words: Word[]): void {
    this.once.after.push([opcode, ...words])
  }

  /**
   * Gives all memory its place. `sharedFloats` and `localFloats` are what the regions hold, a thread's own
   * region in the second case.
   */
  finish(): { sharedFloats: number; localFloats: number; program: Int32Array; tables: FilledTable[] } {
    const sharedFloats = layOut(this.sharedPieces, this.chunk)
    const localFloats = layOut(this.localPieces, this.chunk)
    const body = this.body.flatMap(encode)
    const program = [
      ...section(opcodes.once, this.once.before.flatMap(encode)),
      ...section(opcodes.inChunks, [this.chunk, ...body]),
      ...section(opcodes.once, this.once.after.flatMap(encode)),
    ]
    const tables = this.tables.map(({ piece, values }) => ({ offset: piece.offset, values }))
    return { sharedFloats, localFloats, program: Int32Array.from(program), tables }
  }
}

/** A table and where it lies, in floats from the begin of shared memory. */
export interface FilledTable {
  readonly offset: number
  readonly values: Int32Array
}

/** An instruction as its words: opcode, length, arguments. */
export function encode([opcode = 0, ...words]: readonly Word[]): number[] {
  return [
    opcode as number,
    words.length + 2,
    ...words.map((word) => (typeof word === 'number' ? word : word.word)),
  ]
}

function section(opcode: number, words: number[]): number[] {
  return words.length === 0 ? [] : [opcode, words.length + 2, ...words]
}

/** The three words of a map, or of none. */
export function mapWords(map?: FeatureMap): Word[] {
  return map ? [map.piece, map.cells * map.width, map.width] : [-1, 0, 0]
}
