import type { Host } from '../../host'
import type { StartedRuntime } from '../../runtimes/runtime'

/** Bytes that a training could have where its runtime keeps what it computes; undefined where that can't be told. */
export function freeMemory(
  host: Pick<Host, 'freeMemory'>,
  { freeCardMemory, memoryLimit = Infinity }: Pick<StartedRuntime, 'freeCardMemory' | 'memoryLimit'>,
): number | undefined {
  if (freeCardMemory) return freeCardMemory()
  const free = host.freeMemory?.()
  return free === undefined ? undefined : Math.min(free, memoryLimit)
}
