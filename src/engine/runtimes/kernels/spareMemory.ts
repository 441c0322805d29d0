import type { KernelMemory } from '../../plans/kernels'

/**
 * Memory that was given back, for the next who wants as much. JavaScript frees shared memory only when the last
 * of its threads happens to collect garbage, and threads of kernels make none: without this, one training after
 * another would pile up.
 */
export class SpareMemory {
  private readonly kept = new Set<KernelMemory>()

  has(memory: KernelMemory): boolean {
    return this.kept.has(memory)
  }

  keep(memory: KernelMemory): void {
    this.kept.add(memory)
  }

  /** The smallest that holds so many bytes, no longer spare. */
  take(bytes: number): KernelMemory | undefined {
    const sizeOf = ({ buffer, base }: KernelMemory): number => buffer.byteLength - base
    const [found] = [...this.kept].filter((one) => sizeOf(one) >= bytes).sort((a, b) => sizeOf(a) - sizeOf(b))
    if (found) this.kept.delete(found)
    return found
  }

  /** All of it, no longer kept. */
  empty(): KernelMemory[] {
    const all = [...this.kept]
    this.kept.clear()
    return all
  }
}
