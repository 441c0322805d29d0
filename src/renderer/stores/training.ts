import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { JobPicture } from '../../shared/contract/entities'
import { isFinal, type JobSnapshot, type MetricsPoint } from '../../shared/jobs'
import type { MethodInput } from '../../shared/contract/methods'
import { call, listen as on } from '../api'
import { useJobs } from './jobs'
import { useModels } from './models'

/** Held-out pictures of one moment of a training, in the order of their variants. */
export interface Sheet {
  readonly step: number
  readonly pictures: JobPicture[]
}

export const useTraining = defineStore('training', () => {
  const points = ref(new Map<string, MetricsPoint[]>())
  const pictures = ref(new Map<string, JobPicture[]>())
  const selectedId = ref<string>()
  const checkId = ref<string>()
  const checkedPath = ref('')

  const trainings = computed(() => useJobs().all.filter((job) => job.kind === 'train'))
  const selected = computed(
    () => trainings.value.find((job) => job.id === selectedId.value) ?? trainings.value[0],
  )
  const check = computed(() => useJobs().find(checkId.value))

  /** Sorted by step, the newer of two values for the same step: a resumed run may repeat some. */
  function addPoints(jobId: string, more: MetricsPoint[]): void {
    const old = points.value.get(jobId) ?? []
    const last = old.at(-1)?.step ?? -1
    if (more.every((point, i) => point.step > (more[i - 1]?.step ?? last))) {
      points.value.set(jobId, [...old, ...more])
      return
    }
    const bySteps = new Map(old.map((point) => [point.step, point]))
    for (const point of more) bySteps.set(point.step, { ...bySteps.get(point.step), ...point })
    points.value.set(
      jobId,
      [...bySteps.values()].sort((a, b) => a.step - b.step),
    )
  }

  function addPicture(jobId: string, picture: JobPicture): void {
    const same = (other: JobPicture): boolean =>
      other.step === picture.step && other.variant === picture.variant
    const others = (pictures.value.get(jobId) ?? []).filter((other) => !same(other))
    pictures.value.set(jobId, [...others, picture])
  }

  function sheets(jobId: string): Sheet[] {
    const bySteps = new Map<number, JobPicture[]>()
    for (const picture of pictures.value.get(jobId) ?? []) {
      const step = picture.step ?? 0
      bySteps.set(step, [...(bySteps.get(step) ?? []), picture])
    }
    return [...bySteps.entries()]
      .sort(([a], [b]) => a - b)
      .map(([step, list]) => ({ step, pictures: list.sort((a, b) => a.variant - b.variant) }))
  }

  function listen(): void {
    on('job.metrics', (payload) => addPoints(payload.jobId, payload.points))
    on('job.picture', ({ jobId, picture }) => {
      if (picture.role === 'held-out') addPicture(jobId, picture)
    })
  }

  /** The curve and the pictures so far of a training that this page did not see begin. */
  async function load(job: JobSnapshot): Promise<void> {
    const { pictures: list } = await call('jobs.pictures', { jobId: job.id })
    for (const picture of list) if (picture.role === 'held-out') addPicture(job.id, picture)
    const { modelId } = job
    const known = useModels().models.some((model) => model.id === modelId)
    // A training that never came to its first checkpoint has no curve to load.
    if (modelId && known) await loadCurve(job.id, modelId)
  }

  async function loadCurve(jobId: string, modelId: string): Promise<void> {
    addPoints(jobId, (await call('models.metrics', { modelId })).points)
  }

  async function recover(): Promise<void> {
    for (const job of trainings.value) await load(job)
  }

  async function checkData(data: string): Promise<void> {
    const job = useJobs().accept(await call('jobs.checkData', { data }))
    checkId.value = job.id
    checkedPath.value = data
  }

  async function start(request: MethodInput<'jobs.train'>): Promise<JobSnapshot> {
    const job = useJobs().accept(await call('jobs.train', request))
    selectedId.value = job.id
    return job
  }

  async function goOn(modelId: string): Promise<void> {
    const job = useJobs().accept(await call('jobs.continueTraining', { modelId }))
    selectedId.value = job.id
    await loadCurve(job.id, modelId)
  }

  const running = computed(() => trainings.value.find((job) => !isFinal(job.state)))

  return {
    points,
    trainings,
    selected,
    selectedId,
    running,
    check,
    checkId,
    checkedPath,
    sheets,
    listen,
    load,
    recover,
    checkData,
    start,
    goOn,
  }
})
