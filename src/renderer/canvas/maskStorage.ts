import { decodeRuns, encodeRuns, fromText, toText } from './runs'
import type { Bitmap } from './bitmap'

const prefix = 'pixelloom.mask.'

/** The part of the browser's storage that masks need; a Map of its own in tests. */
export type MaskStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

/** `<width>x<height>:<base64 of the run lengths>` under the photo's id. */
export function saveMask(store: MaskStore, photoId: string, mask: Bitmap): void {
  const text = `${mask.width}x${mask.height}:${toText(encodeRuns(mask.data))}`
  try {
    store.setItem(prefix + photoId, text)
  } catch (error) {
    // Full: the masks of other photos make room, since this is the one a person works on.
    if (!(error instanceof DOMException)) throw error
    for (const id of savedMasks(store)) if (id !== photoId) store.removeItem(prefix + id)
    store.setItem(prefix + photoId, text)
  }
}

/** The bytes of a saved mask; undefined where there is none of this size. */
export function loadMask(
  store: MaskStore,
  photoId: string,
  width: number,
  height: number,
): Uint8Array | undefined {
  const text = store.getItem(prefix + photoId)
  const size = `${width}x${height}:`
  if (!text?.startsWith(size)) return undefined
  const runs = fromText(text.slice(size.length))
  return runs && decodeRuns(runs, width * height)
}

export function savedMasks(store: MaskStore): string[] {
  const ids: string[] = []
  for (let i = 0; i < store.length; i++) {
    const key = store.key(i)
    if (key?.startsWith(prefix)) ids.push(key.slice(prefix.length))
  }
  return ids
}

export function forgetMask(store: MaskStore, photoId: string): void {
  store.removeItem(prefix + photoId)
}
