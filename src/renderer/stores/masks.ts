import { defineStore } from 'pinia'
import { markRaw } from 'vue'
import type { Photo } from '../../shared/contract/entities'
import { MaskDocument } from '../canvas/maskDocument'
import { forgetMask, loadMask, saveMask } from '../canvas/maskStorage'
import { useToasts } from './toasts'

const quietTime = 250

/** The masks of all photos opened so far: each is a document of its own that outlives views and restarts. */
export const useMasks = defineStore('masks', () => {
  const documents = new Map<string, MaskDocument>()

  function of(photo: Photo): MaskDocument {
    const known = documents.get(photo.id)
    if (known && known.bitmap.width === photo.width && known.bitmap.height === photo.height) return known
    const { id, width, height } = photo
    const saved = loadMask(localStorage, id, width, height)
    const fresh = markRaw(new MaskDocument(width, height, saved ?? firstMask(photo)))
    documents.set(id, fresh)
    keepSaved(id, fresh)
    return fresh
  }

  /** Samples come with their lower half painted, so that a first look needs no painting. */
  function firstMask(photo: Photo): Uint8Array {
    const data = new Uint8Array(photo.width * photo.height)
    if (photo.source === 'sample') data.fill(1, Math.ceil(photo.height / 2) * photo.width)
    return data
  }

  function keepSaved(photoId: string, document: MaskDocument): void {
    let timer: ReturnType<typeof setTimeout> | undefined
    document.onSettled = () => {
      clearTimeout(timer)
      timer = setTimeout(() => save(photoId, document), quietTime)
    }
  }

  function save(photoId: string, document: MaskDocument): void {
    try {
      saveMask(localStorage, photoId, document.bitmap)
    } catch {
      const message = 'This mask is too large to keep over a restart. It stays while the app is open.'
      useToasts().show({ tone: 'plain', message })
    }
  }

  /** For a photo that left the library. */
  function forget(photoId: string): void {
    documents.delete(photoId)
    forgetMask(localStorage, photoId)
  }

  return { of, forget }
})
