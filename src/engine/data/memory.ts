import { failure } from '../../shared/errors'

/** Room for `count` images of `bytes` each; an error that says how much was needed where there is none. */
export function allocateImages(count: number, bytes: number): Uint8Array {
  try {
    return new Uint8Array(count * bytes)
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    throw failure('data.memory', { count, needed: count * bytes }, 'limit', { cause })
  }
}
