import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { DamagedModel, ModelSummary } from '../../shared/contract/entities'
import type { JobSnapshot } from '../../shared/jobs'
import { call, listen as on } from '../api'
import { useJobs } from './jobs'
import { useLibrary } from './library'
import { useToasts } from './toasts'

const remembered = 'pixelloom.model'

export const useModels = defineStore('models', () => {
  const models = ref<ModelSummary[]>([])
  const damaged = ref<DamagedModel[]>([])
  const chosenId = ref(localStorage.getItem(remembered) ?? '')

  /**
   * The chosen one; while nothing is chosen a bundled one that suits the photo, so that there is always one to begin
   * with: the samples are digits, a person's own photos mostly in colour.
   */
  const chosen = computed(() => {
    const bundled = models.value.filter((model) => model.bundled)
    const { selected } = useLibrary()
    const channels = selected === undefined || selected.source === 'sample' ? 1 : 3
    return (
      models.value.find((model) => model.id === chosenId.value) ??
      bundled.find(({ configuration }) => configuration.channels === channels) ??
      bundled[0] ??
      models.value[0]
    )
  })

  function choose(modelId: string): void {
    chosenId.value = modelId
    localStorage.setItem(remembered, modelId)
  }

  async function refresh(): Promise<void> {
    const list = await call('models.list', {})
    models.value = list.models
    damaged.value = list.damaged
  }

  function listen(): void {
    on('models.changed', () => void useToasts().attempt(refresh))
  }

  async function bring(path: string): Promise<void> {
    const model = await call('models.import', { path })
    await refresh()
    useToasts().show({ tone: 'good', message: `${model.name} is now among your models.` })
  }

  /** The last verification of each model. */
  const verifications = computed(() => {
    const jobs = new Map<string, JobSnapshot>()
    for (const job of useJobs().all.toReversed()) {
      if (job.kind === 'verify' && job.modelId !== undefined) jobs.set(job.modelId, job)
    }
    return jobs
  })

  async function verify(modelId: string): Promise<void> {
    useJobs().accept(await call('jobs.verify', { modelId }))
  }

  return { verifications, verify, models, damaged, chosen, chosenId, choose, refresh, listen, bring }
})
