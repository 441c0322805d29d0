import { lineFloats, lines } from './words'

/**
 * A piece of memory of a program: `floats` for each image at a time, or in all where `each` is false. Which
 * region it lies in, where, and for how long is told when all of the program is known.
 */
export class Piece {
  offset = -1
  firstUse = Infinity
  lastUse = -1

  constructor(
    readonly region: 'shared' | 'local',
    public floats: number,
    readonly each: boolean,
    /** Kept from the program's begin to its end: what grows over all chunks. */
    readonly kept: boolean,
  ) {}

  /** As the kernels' programs name it; see src/kernels/program.h. */
  get word(): number {
    if (this.offset < 0) throw new Error('memory is not laid out yet')
    return (this.offset / lineFloats) * 2 + (this.region === 'local' ? 1 : 0)
  }

  usedAt(instruction: number): void {
    this.firstUse = Math.min(this.firstUse, instruction)
    this.lastUse = Math.max(this.lastUse, instruction)
  }
}

/**
 * Gives pieces their places: those that are never needed at the same time share memory. Longest-lived and
 * largest first, each in the lowest gap that is free while it lives. Returns floats in all.
 */
export function layOut(pieces: readonly Piece[], chunk: number): number {
  const sizeOf = (piece: Piece): number => lines(piece.each ? piece.floats * chunk : piece.floats)
  const kept = pieces.filter((piece) => piece.kept)
  let bottom = 0
  for (const piece of kept) {
    piece.offset = bottom
    bottom += sizeOf(piece)
  }
  let top = bottom
  const placed: Piece[] = []
  const passing = pieces.filter((piece) => !piece.kept && piece.lastUse >= 0)
  for (const piece of passing.sort((a, b) => sizeOf(b) - sizeOf(a))) {
    const others = placed
      .filter((other) => other.firstUse <= piece.lastUse && piece.firstUse <= other.lastUse)
      .sort((a, b) => a.offset - b.offset)
    let at = bottom
    for (const other of others) {
      if (at + sizeOf(piece) <= other.offset) break
      at = Math.max(at, other.offset + sizeOf(other))
    }
    piece.offset = at
    placed.push(piece)
    top = Math.max(top, at + sizeOf(piece))
  }
  return top
}
