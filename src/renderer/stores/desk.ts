import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { toErrorValue, type ErrorValue } from '../../shared/errors'
import { isFinal } from '../../shared/jobs'
import { online } from '../api'
import { useCompletions, type Wishes } from './completions'
import { seedOf } from './drawingChoices'
import { useFrame } from './frame'
import { useJobs } from './jobs'
import { useLibrary } from './library'
import { useMasks } from './masks'
import { useModels } from './models'
import type { Run } from './runs'
import { useSaving } from './saving'
import { useTimes } from './times'
import { t } from '../i18n'
import { useWorkbench, type Tool } from './workbench'

/** What lies on the table of the Complete view: the photo, its mask, and its results. */
export const useDesk = defineStore('desk', () => {
  const library = useLibrary()
  const models = useModels()
  const jobs = useJobs()
  const masks = useMasks()
  const completions = useCompletions()
  const workbench = useWorkbench()
  const frame = useFrame()
  const times = useTimes()

  /** The run whose results are shown, by photo; the newest where none was chosen. */
  const chosenRuns = ref(new Map<string, string>())
  /** The original is shown for as long as a key or button is held. */
  const peeking = ref(false)

  const photo = computed(() => library.selected)
  const mask = computed(() => photo.value && masks.of(photo.value))
  const runs = computed(() => (photo.value ? completions.ofPhoto(photo.value.id) : []))
  const run = computed<Run | undefined>(() => {
    const chosen = photo.value && chosenRuns.value.get(photo.value.id)
    return runs.value.find((candidate) => candidate.jobId === chosen) ?? runs.value[0]
  })
  const shown = computed(() => run.value?.variants.find((variant) => variant.index === run.value?.shown))
  const editing = computed(() => shown.value === undefined)

  const job = computed(() => jobs.find(run.value?.jobId))
  const running = computed(() => runs.value.map(({ jobId }) => jobs.find(jobId)).find(isRunning))

  const framing = computed(() => frame.current)

  /** Why Complete can't be pressed, in words that say what to do; undefined when it can. */
  const obstacle = computed(() => {
    if (!online.value) return t('complete.obstacle.offline')
    if (!photo.value) return t('complete.obstacle.noPhoto')
    if (photo.value.missing) return t('complete.obstacle.missing')
    if (!models.chosen) return t('complete.obstacle.noModel')
    if (!mask.value?.bounds) return t('complete.obstacle.noMask')
    if (Number.isNaN(seedOf(workbench.seed))) return t('complete.obstacle.seed')
    return undefined
  })

  /** Why the last press of Complete came to nothing, on the photo that is there now. */
  const refused = ref<ErrorValue & { readonly photoId: string }>()
  const failure = computed<ErrorValue | undefined>(() => {
    if (refused.value && refused.value.photoId === photo.value?.id) return refused.value
    return job.value?.state === 'failed' ? job.value.error : undefined
  })

  async function complete(): Promise<void> {
    const model = workbench.modelIn(times.quality)
    if (obstacle.value !== undefined || running.value || !photo.value || !mask.value || !model) return
    refused.value = undefined
    const asked = { ...wishes(), ...(frame.chosen && { frame: frame.chosen }) }
    const { id: photoId } = photo.value
    try {
      const fresh = await completions.start(photo.value, model, mask.value, asked)
      times.follow(fresh.jobId)
      open(fresh)
    } catch (thrown) {
      refused.value = { ...toErrorValue(thrown), photoId }
    }
  }

  /** The choices beside the canvas, as a completion is asked for. */
  function wishes(): Wishes {
    const { count, temperature, topP, seconds, feather, match } = workbench
    const { fit } = frame
    const { quality } = times
    const seed = seedOf(workbench.seed)
    return {
      ...{ count, temperature, topP, quality, fit, feather, match },
      ...(seed !== undefined && { seed }),
      ...(fit === 'native' && seconds > 0 && { seconds }),
    }
  }

  /** Shows the results of a run. */
  function open(run: Run): void {
    chosenRuns.value.set(run.photoId, run.jobId)
  }

  async function cancel(): Promise<void> {
    if (running.value) await jobs.cancel(running.value.id)
  }

  function showVariant(index: number | undefined): void {
    if (run.value && (index === undefined || run.value.variants[index])) completions.show(run.value, index)
  }

  /** To the next picture or the one before: the original counts as the first. */
  function flip(by: 1 | -1): void {
    const count = run.value?.variants.length ?? 0
    if (count === 0) return
    const at = (run.value?.shown ?? -1) + 1
    const next = (at + by + count + 1) % (count + 1)
    showVariant(next === 0 ? undefined : next - 1)
  }

  function showRun(by: 1 | -1): void {
    const at = runs.value.findIndex((candidate) => candidate.jobId === run.value?.jobId)
    const next = runs.value[at + by]
    if (next) open(next)
  }

  /** Taking a tool means going on with the mask. */
  function take(tool: Tool): void {
    workbench.tool = tool
    showVariant(undefined)
  }

  async function saveShown(): Promise<void> {
    if (run.value && shown.value?.address) await useSaving().save(run.value.jobId, shown.value.index)
  }

  async function copyShown(): Promise<void> {
    if (run.value && shown.value?.address) await useSaving().copy(run.value.jobId, shown.value.index)
  }

  return {
    photo,
    mask,
    runs,
    run,
    shown,
    editing,
    job,
    running,
    framing,
    obstacle,
    failure,
    peeking,
    complete,
    wishes,
    open,
    cancel,
    showVariant,
    flip,
    showRun,
    take,
    saveShown,
    copyShown,
  }
})

function isRunning(job: ReturnType<ReturnType<typeof useJobs>['find']>): boolean {
  return job !== undefined && !isFinal(job.state)
}
