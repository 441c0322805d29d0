import type { NoteEvent } from '../../../shared/jobEvents'
import type { ConcreteRuntime } from '../../../shared/runtimes'
import type { Missing } from '../missing'

export interface RuntimeOptions {
  /** Threads to compute with; as many as this machine has cores where left out. */
  readonly threads?: number
  /**
   * Hears what changes while it computes. A card that is lost is then replaced, and the work goes on; where nobody
   * listens, work on it fails.
   */
  readonly tell?: (note: NoteEvent) => void
}

/** A runtime that computes now. */
export interface StartedRuntime {
  readonly name: ConcreteRuntime
  /** What it is, in words for a person. */
  readonly description: string
  readonly threads: number
  /** Imitates a card on the processor: for tests and comparisons, never chosen by itself. */
  readonly software?: boolean
  /** Bytes that could be had of a card's own memory, where it has its own and that can be told. */
  readonly freeCardMemory?: () => number | undefined
  /** Bytes beyond which it can't reach, however many are free. */
  readonly memoryLimit?: number
  /** What it does without, and why, in a sentence. */
  readonly note?: string
}

/** Makes a runtime the one that tfjs, and plans where it has kernels for them, compute with. */
export type Start = (options: RuntimeOptions) => Promise<Omit<StartedRuntime, 'name'> | Missing>
