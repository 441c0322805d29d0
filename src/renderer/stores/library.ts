import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { Photo } from '../../shared/contract/entities'
import { call, listen as on } from '../api'
import { t } from '../i18n'
import { applyDelta, type LibraryDelta } from '../library/applyDelta'
import { useToasts } from './toasts'

const remembered = 'pixelloom.photo'

/** Milliseconds in which a removal is undone by its message. */
const undoTime = 15_000

/** All photos, and the one on the desk. Adding them is the affair of the store `imports`. */
export const useLibrary = defineStore('library', () => {
  /** Never changed in place: fifty thousand of them are not to be watched one by one. */
  const photos = shallowRef<readonly Photo[]>([])
  const selectedId = ref(localStorage.getItem(remembered) ?? '')
  /** What changed while the pages were fetched. */
  let waiting: LibraryDelta[] | undefined
  let removalToast: number | undefined

  const byId = computed(() => new Map(photos.value.map((photo, index) => [photo.id, { photo, index }])))
  const selected = computed(() => find(selectedId.value))

  function find(photoId: string): Photo | undefined {
    return byId.value.get(photoId)?.photo
  }

  function indexOf(photoId: string): number {
    return byId.value.get(photoId)?.index ?? -1
  }

  function select(photoId: string): void {
    selectedId.value = photoId
    localStorage.setItem(remembered, photoId)
  }

  function step(by: number): void {
    const next = photos.value[indexOf(selectedId.value) + by]
    if (next) select(next.id)
  }

  /** Takes a new state of the list; where the selected photo is gone, one beside it is selected. */
  function accept(list: readonly Photo[]): void {
    const at = indexOf(selectedId.value)
    photos.value = list
    if (selected.value) return
    // The first minute begins with a sample that is ready to be completed.
    const first = list.find((photo) => photo.source === 'sample') ?? list[0]
    const next = at >= 0 ? list[Math.min(at, list.length - 1)] : first
    if (next) select(next.id)
  }

  /** Page by page; the first one is shown at once where nothing is yet. */
  async function refresh(): Promise<void> {
    waiting = []
    const list: Photo[] = []
    try {
      let after: number | undefined
      do {
        const page = await call('library.list', after === undefined ? {} : { after })
        list.push(...page.photos)
        after = page.next
      } while (after !== undefined)
      accept(waiting.reduce(applyDelta, list))
    } finally {
      waiting = undefined
    }
  }

  function change(delta: LibraryDelta): void {
    waiting?.push(delta)
    accept(applyDelta(photos.value, delta))
  }

  function listen(): void {
    on('library.changed', change)
  }

  /** Photos that the app itself put among them. */
  function take(...added: Photo[]): void {
    accept(applyDelta(photos.value, { added, changed: [], removed: [] }))
    const first = added[0]
    if (first) select(first.id)
  }

  /** Without a word; `removeWithUndo` is what a person does. */
  async function remove(photoIds: readonly string[]): Promise<void> {
    await call('library.remove', { photoIds: [...photoIds] })
    accept(applyDelta(photos.value, { added: [], changed: [], removed: [...photoIds] }))
  }

  async function removeWithUndo(photoIds: readonly string[]): Promise<void> {
    const { show, dismiss, attempt } = useToasts()
    const selectedBefore = selectedId.value
    await remove(photoIds)
    if (removalToast !== undefined) dismiss(removalToast)
    const toast = show({
      tone: 'plain',
      message: t('library.removed', { n: photoIds.length }),
      detail: t('library.filesStay'),
      action: {
        label: t('common.undo'),
        run: () => void attempt(() => restore(photoIds, selectedBefore)),
      },
    })
    removalToast = toast
    setTimeout(() => dismiss(toast), undoTime)
  }

  async function restore(photoIds: readonly string[], selectedBefore: string): Promise<void> {
    const back = await call('library.restore', { photoIds: [...photoIds] })
    accept(applyDelta(photos.value, { added: back.photos, changed: [], removed: [] }))
    if (find(selectedBefore)) select(selectedBefore)
  }

  return {
    photos,
    selected,
    selectedId,
    find,
    indexOf,
    select,
    take,
    step,
    refresh,
    listen,
    remove,
    removeWithUndo,
  }
})
