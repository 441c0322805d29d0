import type { FilledTable } from '../../plans/builder'
import { lineFloats } from '../../plans/words'

/** Where a plan's memory lies, as the dispatches of its instructions need it. */
export class Addresses {
  private readonly tables: ReadonlyMap<number, number>
  /** All tables, one after another. */
  readonly integers: Int32Array

  constructor(
    /** Where a program's own memory begins, in floats; what is shared begins at 0. */
    private readonly localAt: number,
    tables: readonly FilledTable[],
  ) {
    const places = new Map<number, number>()
    let at = 0
    for (const { offset, values } of tables) {
      places.set(offset, at)
      at += values.length
    }
    this.tables = places
    this.integers = new Int32Array(at)
    for (const { offset, values } of tables) this.integers.set(values, places.get(offset) ?? 0)
  }

  /** The float at which an operand begins; -1: none. */
  operand(word: number): number {
    return word < 0 ? -1 : (word >> 1) * lineFloats + (word & 1 ? this.localAt : 0)
  }

  /** The whole number at which a table begins; -1: none. */
  table(word: number): number {
    if (word < 0) return -1
    const found = this.tables.get((word >> 1) * lineFloats)
    if (found === undefined) throw new Error('a table that the plan does not have')
    return found
  }
}
