import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { Photo } from '../../shared/contract/entities'
import type { SkippedFile } from '../../shared/jobs'
import { call, listen as on } from '../api'
import { counted, skipped as inWords } from '../text/words'
import { useMasks } from './masks'
import { useRestoring } from './restoring'
import { useToasts } from './toasts'

/** A file to add, read only when its turn comes. */
export interface Incoming {
  readonly name: string
  read(): Promise<Uint8Array<ArrayBuffer>>
}

const remembered = 'pixelloom.photo'

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}

export const useLibrary = defineStore('library', () => {
  const photos = ref<Photo[]>([])
  const selectedId = ref(localStorage.getItem(remembered) ?? '')
  /** Files being added one by one: shown while it lasts. */
  const adding = ref<{ done: number; total: number }>()

  const selected = computed(() => photos.value.find((photo) => photo.id === selectedId.value))

  function select(photoId: string): void {
    selectedId.value = photoId
    localStorage.setItem(remembered, photoId)
  }

  function step(by: number): void {
    const at = photos.value.findIndex((photo) => photo.id === selectedId.value)
    const next = photos.value[at + by]
    if (next) select(next.id)
  }

  function accept(list: Photo[]): void {
    photos.value = list
    if (selected.value) return
    // The first minute begins with a sample that is ready to be completed.
    const first = list.find((photo) => photo.source === 'sample') ?? list[0]
    if (first) select(first.id)
  }

  async function refresh(): Promise<void> {
    accept((await call('library.list', {})).photos)
  }

  function listen(): void {
    on('library.changed', (payload) => accept(payload.photos))
  }

  function welcome(added: Photo[], skipped: SkippedFile[]): void {
    const known = new Set(photos.value.map((photo) => photo.id))
    const fresh = added.filter((photo) => !known.has(photo.id))
    if (fresh.length > 0) photos.value = [...photos.value, ...fresh]
    const first = added[0]
    if (first) select(first.id)
    tell(added.length, skipped)
    // Whether it was made here is an extra: without an answer it is a photo like any other.
    void useToasts().attempt(() => useRestoring().look(added))
  }

  /** A photo that the app itself put among them. */
  function take(photo: Photo): void {
    if (!photos.value.some(({ id }) => id === photo.id)) photos.value = [...photos.value, photo]
    select(photo.id)
  }

  function tell(added: number, skipped: SkippedFile[]): void {
    const first = skipped[0]
    const toasts = useToasts()
    if (!first) {
      if (added > 1) toasts.show({ tone: 'good', message: `${counted(added, 'photo')} added.` })
      if (added === 0) toasts.show({ tone: 'plain', message: 'No photos found there.' })
      return
    }
    const message =
      skipped.length === 1
        ? sentence(inWords(first))
        : `${counted(added, 'photo')} added, ${counted(skipped.length, 'file')} left out.`
    const detail = skipped.slice(0, 4).map(inWords).join('\n')
    toasts.show({ tone: added > 0 ? 'plain' : 'bad', message, ...(skipped.length > 1 && { detail }) })
  }

  async function addPaths(paths: string[]): Promise<void> {
    if (paths.length === 0) return
    const { added, skipped } = await call('library.addPaths', { paths })
    welcome(added, skipped)
  }

  /** One file at a time, so that a folder of thousands never lies in memory at once. */
  async function addFiles(files: Incoming[]): Promise<void> {
    const added: Photo[] = []
    const skipped: SkippedFile[] = []
    try {
      for (const [index, file] of files.entries()) {
        adding.value = { done: index, total: files.length }
        const outcome = await addOne(file)
        added.push(...outcome.added)
        skipped.push(...outcome.skipped)
      }
    } finally {
      adding.value = undefined
    }
    welcome(added, skipped)
  }

  async function addOne(file: Incoming): Promise<{ added: Photo[]; skipped: SkippedFile[] }> {
    let data: Uint8Array<ArrayBuffer>
    try {
      data = await file.read()
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      return { added: [], skipped: [{ path: file.name, reason: `It can't be read: ${reason}` }] }
    }
    if (data.length === 0) return { added: [], skipped: [{ path: file.name, reason: 'The file is empty.' }] }
    return call('library.addBytes', { name: file.name, data })
  }

  async function choose(): Promise<void> {
    const { paths } = await call('dialogs.chooseImages', {})
    await addPaths(paths)
  }

  async function remove(photoId: string): Promise<void> {
    const at = photos.value.findIndex((photo) => photo.id === photoId)
    await call('library.remove', { photoId })
    const rest = photos.value.filter((photo) => photo.id !== photoId)
    const next = rest[Math.min(at, rest.length - 1)]
    if (selectedId.value === photoId && next) select(next.id)
    photos.value = rest
    useMasks().forget(photoId)
  }

  return {
    photos,
    selected,
    selectedId,
    adding,
    select,
    take,
    step,
    refresh,
    listen,
    addPaths,
    addFiles,
    choose,
    remove,
  }
})
