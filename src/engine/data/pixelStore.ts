import type { Storage } from '../host'
import { mapConcurrently } from './concurrent'

/** Images of one length, one after the other, wherever they are. */
export interface PixelStore {
  readonly count: number
  /** Bytes of an image. */
  readonly stride: number
  /** The images at these positions, copied. RangeError for one that there isn't. */
  read(positions: Uint32Array): Promise<Uint8Array>
}

/** Reads of a file under way at a time. */
const concurrency = 8

export function memoryStore(bytes: Uint8Array, count: number, stride: number): PixelStore {
  return {
    count,
    stride,
    read(positions) {
      const out = new Uint8Array(positions.length * stride)
      positions.forEach((position, i) => {
        checkPosition(position, count)
        out.set(bytes.subarray(position * stride, (position + 1) * stride), i * stride)
      })
      return Promise.resolve(out)
    },
  }
}

/** Images from byte `start` of a file. A file that ends early gives zeros: whoever keeps marks will notice. */
export function fileStore(
  storage: Storage,
  path: string,
  { start = 0, count, stride }: { start?: number; count: number; stride: number },
): PixelStore {
  return {
    count,
    stride,
    async read(positions) {
      const out = new Uint8Array(positions.length * stride)
      await mapConcurrently(runs(positions, count), concurrency, async ({ first, at, length }) => {
        out.set(await storage.readPart(path, start + first * stride, length * stride), at * stride)
      })
      return out
    },
  }
}

/** Positions that follow each other are read at once. */
function runs(positions: Uint32Array, count: number): { first: number; at: number; length: number }[] {
  const found: { first: number; at: number; length: number }[] = []
  positions.forEach((position, at) => {
    checkPosition(position, count)
    const last = found.at(-1)
    if (last && last.first + last.length === position) last.length++
    else found.push({ first: position, at, length: 1 })
  })
  return found
}

/** RangeError where there is no such image. */
export function checkPosition(position: number, count: number): void {
  if (!(position >= 0 && position < count)) throw new RangeError(`No image ${position} of ${count}`)
}

/** Some images at a time, so that a large store never is in memory: each part with the position it begins at. */
export async function forEachPart(
  store: PixelStore,
  use: (images: Uint8Array, first: number) => void,
  signal?: AbortSignal,
): Promise<void> {
  const each = Math.max(1, Math.floor(2 ** 21 / Math.max(1, store.stride)))
  const parts = Array.from({ length: Math.ceil(store.count / each) }, (_, i) => i * each)
  const read = async (first: number): Promise<void> => {
    // Lets a cancelling message in.
    await new Promise((resolve) => setTimeout(resolve, 0))
    const length = Math.min(each, store.count - first)
    use(await store.read(Uint32Array.from({ length }, (_, i) => first + i)), first)
  }
  await mapConcurrently(parts, 1, read, signal)
}
