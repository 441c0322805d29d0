import { readFileSync } from 'node:fs'
import { freemem, totalmem } from 'node:os'

/** Looks at the machine's memory while somebody computes. */
export interface MemoryWatch {
  /** The least that was free lately, where the machine came to its end or said that it ended somebody for it. */
  shortage(): { free: number } | undefined
  stop(): void
}

export interface MemoryFacts {
  /** Bytes that are free. */
  readonly free: () => number
  readonly total: number
  /** How many processes the system has ended for want of memory so far, where it counts them. */
  readonly ended: () => number | undefined
}

/** Milliseconds between two looks, and how many of them are remembered. */
const spacing = 500
const remembered = 20
/** Of all memory: with less the system begins to end processes. */
const smallShare = 0.05

export function watchMemory({ free, total, ended }: MemoryFacts, milliseconds = spacing): MemoryWatch {
  const endedBefore = ended()
  const looks = [free()]
  const timer = setInterval(() => {
    looks.push(free())
    if (looks.length > remembered) looks.shift()
  }, milliseconds)
  // Nothing waits for a look.
  timer.unref()
  return {
    shortage() {
      const least = Math.min(...looks)
      const saysSo = (ended() ?? 0) > (endedBefore ?? 0)
      return saysSo || least < total * smallShare ? { free: least } : undefined
    },
    stop: () => clearInterval(timer),
  }
}

export function watchThisMachine(): MemoryWatch {
  return watchMemory({ free: freemem, total: totalmem(), ended: () => endedForMemory() })
}

/** Linux counts them. */
export function endedForMemory(file = '/proc/vmstat'): number | undefined {
  try {
    const count = /^oom_kill (\d+)$/m.exec(readFileSync(file, 'utf8'))?.[1]
    return count === undefined ? undefined : Number(count)
  } catch {
    return undefined
  }
}
