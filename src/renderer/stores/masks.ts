import { defineStore } from 'pinia'
import { markRaw } from 'vue'
import type { Photo } from '../../shared/contract/entities'
import { decodeRuns } from '../../shared/runs'
import { call, onRestored } from '../api'
import { MaskDocument } from '../canvas/maskDocument'
import {
  bytesOf,
  forgetUnsaved,
  putUnsaved,
  unsavedMask,
  unsavedMasks,
  type MaskRuns,
} from '../canvas/maskStorage'
import { useToasts } from './toasts'

const quietTime = 250

/** Pixels of masks that lie open in memory; beyond, those not looked at for longest rest as run lengths. */
const openPixels = 80_000_000

/** A document, and how far the app has it. */
interface Kept {
  readonly document: MaskDocument
  /** What the app holds is known; before that nothing may be written over it. */
  read: boolean
  /** Changed since it was last sent. */
  changed: boolean
  timer: ReturnType<typeof setTimeout> | undefined
  saving: Promise<void> | undefined
}

/**
 * The masks of all photos opened so far: each is a document of its own that outlives views and restarts. The app keeps
 * them, a file a photo; what it doesn't have yet when the page goes away waits in the page's own storage.
 */
export const useMasks = defineStore('masks', () => {
  const storage = localStorage
  const kept = new Map<string, Kept>()
  let swept = false

  function of(photo: Photo): MaskDocument {
    sweep(photo.id)
    const known = kept.get(photo.id)
    if (known && known.document.width === photo.width && known.document.height === photo.height) {
      // The one looked at last comes last.
      kept.delete(photo.id)
      kept.set(photo.id, known)
      makeRoom()
      return known.document
    }
    return open(photo)
  }

  function open(photo: Photo): MaskDocument {
    const { id, width, height } = photo
    const waiting = unsavedMask(storage, id)
    const unsaved = waiting && bytesOf(waiting, width, height)
    const document = markRaw(new MaskDocument(width, height, unsaved))
    const entry: Kept = {
      document,
      read: unsaved !== undefined,
      changed: unsaved !== undefined,
      timer: undefined,
      saving: undefined,
    }
    kept.set(id, entry)
    document.onSettled = () => {
      entry.changed = true
      saveSoon(id, entry)
    }
    if (unsaved) saveSoon(id, entry)
    // Not at once: a computed that asks for a mask would depend on all that asking the app does.
    else queueMicrotask(() => void load(id, entry))
    makeRoom()
    return document
  }

  async function load(photoId: string, entry: Kept): Promise<void> {
    const answer = await useToasts().attempt(() => call('masks.load', { photoId }))
    if (!answer) return
    const { width, height } = entry.document
    const { mask } = answer
    const fits = mask?.width === width && mask.height === height
    const data = mask && fits ? decodeRuns(mask.runs, width * height) : undefined
    entry.read = true
    if (data) entry.document.adopt(data)
    if (entry.changed) saveSoon(photoId, entry)
  }

  function saveSoon(photoId: string, entry: Kept): void {
    clearTimeout(entry.timer)
    entry.timer = setTimeout(() => void save(photoId, entry), quietTime)
  }

  async function save(photoId: string, entry: Kept): Promise<void> {
    clearTimeout(entry.timer)
    await entry.saving
    if (!entry.changed || !entry.read || !kept.has(photoId)) return
    entry.changed = false
    entry.saving = send(photoId, entry).finally(() => (entry.saving = undefined))
    await entry.saving
  }

  async function send(photoId: string, entry: Kept): Promise<void> {
    const mask = runsOf(entry.document)
    try {
      await call('masks.save', { photoId, ...mask })
      if (!entry.changed) forgetUnsaved(storage, photoId)
    } catch (error) {
      entry.changed = true
      keepHere(photoId, mask)
      useToasts().report(error)
    }
  }

  function keepHere(photoId: string, mask: MaskRuns): void {
    try {
      putUnsaved(storage, photoId, mask)
    } catch (error) {
      // Full: it stays while the app is open, and is sent again with the next stroke.
      if (!(error instanceof DOMException)) throw error
    }
  }

  /** Everything up to now is with the app when this is done: before it is to work with a mask. */
  async function flush(photoId: string): Promise<void> {
    const entry = kept.get(photoId)
    if (!entry) return
    entry.document.end()
    await save(photoId, entry)
  }

  /** Nothing waits for an answer any more: what is unsaved, a stroke not yet ended too, is written down at once. */
  function leave(): void {
    for (const [photoId, entry] of kept) {
      entry.document.end()
      // What is on its way may not arrive: a page that goes takes its requests with it.
      if (!entry.changed && !entry.saving) continue
      keepHere(photoId, runsOf(entry.document))
      void save(photoId, entry)
    }
  }

  /** What earlier versions kept in the page, and what was left there by one that ended at once. */
  function sweep(except: string): void {
    if (swept) return
    swept = true
    for (const photoId of unsavedMasks(storage)) {
      const mask = unsavedMask(storage, photoId)
      if (photoId === except) continue
      if (!mask) forgetUnsaved(storage, photoId)
      else queueMicrotask(() => void moveOver(photoId, mask))
    }
  }

  async function moveOver(photoId: string, mask: MaskRuns): Promise<void> {
    const moved = await useToasts().attempt(() => call('masks.save', { photoId, ...mask }))
    if (moved && !kept.get(photoId)?.changed) forgetUnsaved(storage, photoId)
  }

  function makeRoom(): void {
    let pixels = 0
    for (const { document } of [...kept.values()].reverse()) {
      if (pixels > 0 && pixels + document.width * document.height > openPixels) document.rest()
      else pixels += document.width * document.height
    }
  }

  /** For a photo that left the library. */
  function forget(photoId: string): void {
    clearTimeout(kept.get(photoId)?.timer)
    kept.delete(photoId)
    forgetUnsaved(storage, photoId)
    void useToasts().attempt(() => call('masks.remove', { photoId }))
  }

  window.addEventListener('pagehide', leave)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'hidden') return
    for (const [photoId, entry] of kept) if (entry.changed) void save(photoId, entry)
  })
  onRestored(() => {
    for (const [photoId, entry] of kept) {
      if (!entry.read) void load(photoId, entry)
      else if (entry.changed) void save(photoId, entry)
    }
  })

  return { of, flush, forget }
})

function runsOf(document: MaskDocument): MaskRuns {
  return { width: document.width, height: document.height, runs: document.runs() }
}
