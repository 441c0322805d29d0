import { PixelloomError } from '../../shared/errors'
import { decodeFile } from './decodeFiles'
import type { Host } from '../host'
import type { ImageSet } from './imageSet'

/** Images that are looked at: more would tell the same. */
const looked = 24
/** A side at which strokes are still strokes. */
const side = 64
/** Bytes up to here are black, and from here on white. */
const [black, white] = [40, 215]
/** The share of black and white pixels from which on the rest is edges. */
const share = 0.85

/** Whether grey images are nearly all black and white: then two levels say what there is to say. */
export async function isTwoTone(host: Host, set: ImageSet): Promise<boolean> {
  if (set.channels !== 1 || set.values === 'levels') return false
  let [extreme, all] = [0, 0]
  const reached = { black: false, white: false }
  const count = Math.min(looked, set.count)
  for (let i = 0; i < count; i++) {
    const bytes = await bytesOf(host, set, Math.floor((i * set.count) / count))
    for (const byte of bytes ?? []) {
      all++
      if (byte <= black) reached.black = true
      else if (byte >= white) reached.white = true
      else continue
      extreme++
    }
  }
  return all > 0 && reached.black && reached.white && extreme / all >= share
}

/** Of a file at more than the size of a check, where strokes are grey. */
async function bytesOf(host: Host, set: ImageSet, index: number): Promise<Uint8Array | undefined> {
  if (set.format !== 'folder' || !set.place) return set.read(Uint32Array.of(index))
  const { width, height } = set.originalSize?.(index) ?? { width: side, height: side }
  try {
    const own = Math.min(side, width, height)
    const decoded = await decodeFile(host, set.place(index), { side: own, channels: 1 })
    return 'pixels' in decoded ? decoded.pixels : undefined
  } catch (thrown) {
    if (thrown instanceof PixelloomError) return undefined
    throw thrown
  }
}
