import { PixelloomError } from '../../shared/errors'

/** Room for `count` images of `bytes` each; an error that says how much was needed where there is none. */
export function allocateImages(count: number, bytes: number): Uint8Array {
  try {
    return new Uint8Array(count * bytes)
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    const gigabytes = ((count * bytes) / 1e9).toFixed(1)
    const message = `${count} images need ${gigabytes} GB of memory, more than there is. Use fewer of them (limit) or a smaller size.`
    throw new PixelloomError('invalid-argument', message, 'limit', { cause })
  }
}
