import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { z } from 'zod'
import type { MethodInput } from '../../shared/contract/methods'
import type { TrainingRun } from '../../shared/contract/trainingRun'
import { isFinal, type JobSnapshot, type MetricsPoint } from '../../shared/jobs'
import { call, listen as on } from '../api'
import { entriesOf, type TrainingEntry } from '../training/entries'
import { keepDraft } from './draft'
import { useJobs } from './jobs'
import { useModels } from './models'
import { useToasts } from './toasts'

/** A sheet of held-out completions at a moment of a training. */
export interface Sheet {
  readonly step: number
  /** Relative image address. */
  readonly address: string
}

/** Trainings of now and of before, by their models: curves, held-out completions, and what can be done with them. */
export const useTraining = defineStore('training', () => {
  const runs = ref<TrainingRun[]>([])
  /** By model. */
  const points = ref(new Map<string, MetricsPoint[]>())
  const sheetsOf = ref(new Map<string, Map<number, string>>())
  /** What was asked for, as long as this page knows it: to try again with something else. */
  const requests = ref(new Map<string, MethodInput<'jobs.train'>>())
  /** A job or a model; none while a new training is put together. */
  const selectedId = ref<string>()
  /** Until somebody chose one, or a new one, the newest is shown. */
  let chosen = false
  keepDraft(
    'training.shown',
    z.object({ id: z.string().optional() }),
    () => ({ id: selectedId.value }),
    ({ id }) => {
      chosen = true
      selectedId.value = id
    },
  )

  const trainings = computed(() => useJobs().all.filter((job) => job.kind === 'train'))
  const running = computed(() => trainings.value.find((job) => !isFinal(job.state) && !job.held))
  const entries = computed<TrainingEntry[]>(() => entriesOf(trainings.value, runs.value))
  const selected = computed(() =>
    entries.value.find(({ modelId, job }) => [modelId, job?.id].includes(selectedId.value ?? '')),
  )

  /** What belongs to a job is kept by its model, so that what goes on is one with what was before. */
  function keyOf(jobId: string): string {
    return useJobs().find(jobId)?.modelId ?? jobId
  }

  /** Sorted by step, the newer of two values for the same step: a resumed run may repeat some. */
  function addPoints(key: string, more: readonly MetricsPoint[]): void {
    const old = points.value.get(key) ?? []
    const last = old.at(-1)?.step ?? -1
    if (more.every((point, i) => point.step > (more[i - 1]?.step ?? last))) {
      points.value.set(key, [...old, ...more])
      return
    }
    const bySteps = new Map(old.map((point) => [point.step, point]))
    for (const point of more) bySteps.set(point.step, { ...bySteps.get(point.step), ...point })
    points.value.set(
      key,
      [...bySteps.values()].sort((a, b) => a.step - b.step),
    )
  }

  function addSheet(key: string, { step, address }: Sheet): void {
    const known = sheetsOf.value.get(key) ?? new Map<number, string>()
    sheetsOf.value.set(key, new Map([...known, [step, address]]))
  }

  function sheets(key: string): Sheet[] {
    return [...(sheetsOf.value.get(key) ?? [])]
      .map(([step, address]) => ({ step, address }))
      .sort((a, b) => a.step - b.step)
  }

  function listen(): void {
    on('job.metrics', ({ jobId, modelId, points: more }) => addPoints(modelId ?? keyOf(jobId), more))
    on('job.picture', ({ jobId, picture: { role, step, address } }) => {
      if (role === 'held-out') addSheet(keyOf(jobId), { step: step ?? 0, address })
    })
    on('models.changed', () => void useToasts().attempt(refresh))
  }

  async function refresh(): Promise<void> {
    runs.value = (await call('training.runs', {})).runs
  }

  /** The whole curve and all the sheets of a training, whoever saw it begin. */
  async function load(modelId: string): Promise<void> {
    const [{ sheets: list }] = await Promise.all([call('training.sheets', { modelId }), loadCurve(modelId)])
    for (const sheet of list) addSheet(modelId, sheet)
  }

  /** A training that never came to its first checkpoint has no curve to load. */
  async function loadCurve(modelId: string): Promise<void> {
    if (!useModels().models.some(({ id }) => id === modelId)) return
    addPoints(modelId, (await call('models.metrics', { modelId })).points)
  }

  async function recover(): Promise<void> {
    await refresh()
    const [first] = trainings.value
    if (!chosen) selectedId.value ??= first?.id
    chosen = true
  }

  async function start(request: MethodInput<'jobs.train'>): Promise<JobSnapshot> {
    const job = useJobs().accept(await call('jobs.train', request))
    requests.value.set(job.id, request)
    selectedId.value = job.modelId ?? job.id
    return job
  }

  async function goOn(
    modelId: string,
    changes: Omit<MethodInput<'jobs.continueTraining'>, 'modelId'> = {},
  ): Promise<void> {
    const job = useJobs().accept(await call('jobs.continueTraining', { modelId, ...changes }))
    selectedId.value = job.modelId ?? job.id
    await loadCurve(modelId)
  }

  return {
    ...{ runs, points, requests, selectedId },
    ...{ trainings, entries, selected, running },
    ...{ sheets, listen, refresh, load, loadCurve, recover, start, goOn },
  }
})
