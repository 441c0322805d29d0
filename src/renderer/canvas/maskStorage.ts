import { fromBase64, toBase64 } from '../../shared/base64'
import { decodeRuns, runsLength } from '../../shared/runs'

const prefix = 'pixelloom.mask.'

/** The part of the browser's storage that masks need; a Map of its own in tests. */
export type MaskStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

/** A mask as it travels: its size and run lengths (shared/runs). */
export interface MaskRuns {
  readonly width: number
  readonly height: number
  readonly runs: Uint8Array<ArrayBuffer>
}

/**
 * What the app doesn't have yet: written at once when the page goes away, before an answer could come, and taken up at
 * the next start. Earlier versions kept all masks here, in the same form: `<width>x<height>:<base64 of the runs>`.
 * Throws DOMException where the storage is full.
 */
export function putUnsaved(storage: MaskStorage, photoId: string, { width, height, runs }: MaskRuns): void {
  storage.setItem(prefix + photoId, `${width}x${height}:${toBase64(runs)}`)
}

/** undefined where there is nothing, or nothing that can be read. */
export function unsavedMask(storage: MaskStorage, photoId: string): MaskRuns | undefined {
  const found = /^(\d{1,9})x(\d{1,9}):(.*)$/.exec(storage.getItem(prefix + photoId) ?? '')
  const runs = fromBase64(found?.[3] ?? '')
  const [width, height] = [Number(found?.[1]), Number(found?.[2])]
  return runs && runsLength(runs) === width * height ? { width, height, runs } : undefined
}

/** Ids of the photos whose masks wait here. */
export function unsavedMasks(storage: MaskStorage): string[] {
  const ids: string[] = []
  for (let i = 0; i < storage.length; i++) {
    const key = storage.key(i)
    if (key?.startsWith(prefix)) ids.push(key.slice(prefix.length))
  }
  return ids
}

export function forgetUnsaved(storage: MaskStorage, photoId: string): void {
  storage.removeItem(prefix + photoId)
}

/** The bytes of a mask, if it is of this size. */
export function bytesOf(mask: MaskRuns, width: number, height: number): Uint8Array | undefined {
  return mask.width === width && mask.height === height ? decodeRuns(mask.runs, width * height) : undefined
}
