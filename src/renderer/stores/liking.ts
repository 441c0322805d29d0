import { defineStore } from 'pinia'
import { computed, markRaw, ref } from 'vue'
import { MaskDocument } from '../canvas/maskDocument'
import { useCompletions } from './completions'
import { useDesk } from './desk'
import { useWorkbench } from './workbench'

/** How the next ones are to be like a variant: near it all over, or the same down to a line. */
export type Manner = 'near' | 'below'

/** "More like this": a finished variant that the next ones begin from. */
export const useLiking = defineStore('liking', () => {
  const desk = useDesk()
  const workbench = useWorkbench()
  const completions = useCompletions()

  const chosen = ref<{ jobId: string; variant: number }>()
  const manner = ref<Manner>('near')
  /** How near: 0 not at all, 1 nearly the same. */
  const closeness = ref(0.5)
  const line = ref(0)

  /** The variant, for as long as it is what is looked at. */
  const variant = computed(() => {
    const { run, shown } = desk
    const same = chosen.value?.jobId === run?.jobId && chosen.value?.variant === shown?.index
    return chosen.value && same ? shown : undefined
  })
  /** The hole that it filled, whatever was painted since. */
  const mask = computed(() => {
    const known = variant.value && desk.run?.mask
    return known ? markRaw(new MaskDocument(known.width, known.height, known.data)) : desk.mask
  })
  const range = computed(() => {
    const hole = mask.value?.bounds
    return hole && { from: hole.y + 1, to: hole.y + hole.height - 1 }
  })
  /** A hole of a single row has no line to draw. */
  const divisible = computed(() => range.value !== undefined && range.value.to >= range.value.from)
  /** The first row of the photo that is drawn anew. */
  const row = computed({
    get: () => Math.min(range.value?.to ?? 0, Math.max(range.value?.from ?? 0, line.value)),
    set: (value) => (line.value = Math.round(value)),
  })
  const below = computed(() => variant.value !== undefined && manner.value === 'below' && divisible.value)

  function begin(): void {
    const { run, shown } = desk
    if (!run || !shown?.address) return
    chosen.value = { jobId: run.jobId, variant: shown.index }
    if (range.value) line.value = Math.round((range.value.from + range.value.to) / 2)
    if (!divisible.value) manner.value = 'near'
  }

  function end(): void {
    chosen.value = undefined
  }

  async function draw(): Promise<void> {
    const { photo, run } = desk
    const asked = desk.wishes()
    const model = workbench.modelIn(asked.quality ?? workbench.quality)
    if (!variant.value || !photo || !run || !model || !mask.value) return
    if (desk.running || desk.obstacle !== undefined) return
    const how = below.value ? { fromRow: row.value, closeness: 0 } : { closeness: closeness.value }
    const like = { jobId: run.jobId, variant: variant.value.index, ...how }
    const wishes = { ...asked, frame: run.chosenFrame, like }
    desk.open(await completions.start(photo, model, mask.value, wishes))
    end()
  }

  return {
    ...{ variant, mask, manner, closeness, range, row, divisible, below },
    ...{ begin, end, draw },
  }
})
