import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import { z } from 'zod'
import { call, imageUrl } from '../api'
import { decodeImage } from '../composables/decodeImage'
import { useCompletions } from './completions'
import { useDesk } from './desk'
import { useLibrary } from './library'
import { useMasks } from './masks'

const remembered = 'pixelloom.accepted'
/** Accepted pictures whose origin is kept over a reload; the oldest go first. */
const most = 100

/** Where an accepted picture came from. */
const originSchema = z.object({ photoId: z.string(), jobId: z.string(), variant: z.number() })
type Origin = z.output<typeof originSchema>
const keptSchema = z.array(z.tuple([z.string(), originSchema]))

function kept(): [string, Origin][] {
  try {
    const read = keptSchema.safeParse(JSON.parse(localStorage.getItem(remembered) ?? '[]'))
    return read.success ? read.data : []
  } catch (error) {
    if (error instanceof SyntaxError) return []
    throw error
  }
}

/** Accepting a variant: it becomes the photo that one goes on with, and undo brings the others back. */
export const useAccepted = defineStore('accepted', () => {
  const library = useLibrary()
  const desk = useDesk()

  const origins = ref(new Map<string, Origin>(kept()))
  watch(origins, (known) => localStorage.setItem(remembered, JSON.stringify([...known].slice(-most))), {
    deep: true,
  })
  /** Of the photo on the desk, if it was a variant. */
  const origin = computed(() => {
    const found = desk.photo && origins.value.get(desk.photo.id)
    // What it came from may have been taken out of the library since.
    return found && library.find(found.photoId) ? found : undefined
  })

  async function accept(): Promise<void> {
    const { run, shown, photo } = desk
    if (!run || !photo || !shown?.address) return
    const choice = { jobId: run.jobId, variant: shown.index }
    const fresh = await call('results.accept', choice)
    // The variant stays until the photo that looks the same can be drawn: no empty frame comes between.
    await decodeImage(imageUrl(fresh.display))
    origins.value.set(fresh.id, { photoId: photo.id, ...choice })
    library.take(fresh)
  }

  /** Back to the strip; an accepted picture that nothing was done with leaves the library again. */
  async function goBack(): Promise<void> {
    const { photo } = desk
    const from = origin.value
    const before = from && library.find(from.photoId)
    if (!photo || !before) return
    const { runs, ofPhoto, show } = useCompletions()
    const run = runs.get(from.jobId)
    const variant = run?.variants[from.variant]?.address
    // Both can be drawn before either is: neither an empty frame comes first, nor the original alone.
    await Promise.all([before.display, variant].flatMap((one) => (one ? [decodeImage(imageUrl(one))] : [])))
    if (desk.photo?.id !== photo.id) return
    library.select(before.id)
    if (run) {
      desk.open(run)
      show(run, from.variant)
    }
    const untouched = ofPhoto(photo.id).length === 0 && !useMasks().of(photo).bounds
    if (!untouched) return
    origins.value.delete(photo.id)
    await library.remove([photo.id])
  }

  const canUndo = computed(() => desk.mask?.canUndo === true || origin.value !== undefined)

  /** One step back: of what was painted, else from an accepted variant to all of them. */
  async function undo(): Promise<void> {
    if (desk.mask?.canUndo) desk.mask.undo()
    else await goBack()
  }

  return { origin, accept, goBack, canUndo, undo }
})
