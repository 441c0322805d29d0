import { PixelloomError } from '../../shared/errors'

/**
 * Calls `work` on every item, at most `width` at a time; results in the order of the items. The first
 * failure, or `cancelled` from the signal, ends it, after what is under way.
 */
export async function mapConcurrently<T, R>(
  items: readonly T[],
  width: number,
  work: (item: T, index: number) => Promise<R>,
  signal?: AbortSignal,
): Promise<R[]> {
  const results: R[] = []
  let [next, failed] = [0, false]
  const worker = async (): Promise<void> => {
    while (next < items.length && !failed) {
      const index = next++
      try {
        throwIfCancelled(signal)
        results[index] = await work(items[index] as T, index)
      } catch (thrown) {
        failed = true
        throw thrown
      }
    }
  }
  const workers = Array.from({ length: Math.min(width, items.length) }, worker)
  // All of them, so that nothing runs on behind the caller's back.
  for (const outcome of await Promise.allSettled(workers)) {
    if (outcome.status === 'rejected') throw outcome.reason
  }
  return results
}

export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new PixelloomError('cancelled', 'Cancelled.')
}
