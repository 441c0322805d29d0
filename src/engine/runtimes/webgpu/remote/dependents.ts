/** What rests on what: of objects that no call can use any more once another is gone. */
export class Dependents {
  private readonly bases = new Map<number, readonly number[]>()
  private readonly above = new Map<number, Set<number>>()

  /** `id` can be used for as long as all of these are there. */
  add(id: number, bases: readonly number[]): void {
    this.bases.set(id, bases)
    for (const base of bases) {
      const known = this.above.get(base) ?? new Set()
      this.above.set(base, known.add(id))
    }
  }

  /** Takes out an object with all that rests on it, and names them. */
  remove(id: number): number[] {
    const resting = [...(this.above.get(id) ?? [])]
    for (const base of this.bases.get(id) ?? []) {
      const others = this.above.get(base)
      others?.delete(id)
      if (others?.size === 0) this.above.delete(base)
    }
    this.bases.delete(id)
    const all = resting.flatMap((one) => (this.bases.has(one) ? this.remove(one) : []))
    this.above.delete(id)
    return [id, ...all]
  }
}
