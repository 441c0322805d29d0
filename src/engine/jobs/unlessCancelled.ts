import { PixelloomError } from '../../shared/errors'

/** What work comes to; undefined where it was cancelled. */
export async function unlessCancelled<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work
  } catch (thrown) {
    if (thrown instanceof PixelloomError && thrown.code === 'cancelled') return undefined
    throw thrown
  }
}
