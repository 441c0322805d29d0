import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { DamagedModel, ModelSummary } from '../../shared/contract/entities'
import { isFinal, type JobSnapshot } from '../../shared/jobs'
import { call, listen as on } from '../api'
import { t } from '../i18n'
import { useJobs } from './jobs'
import { useLibrary } from './library'
import { useToasts } from './toasts'

const remembered = 'pixelloom.model'

/** Side of the digits' pictures. */
const digitSide = 28

export const useModels = defineStore('models', () => {
  const models = ref<ModelSummary[]>([])
  const damaged = ref<DamagedModel[]>([])
  const chosenId = ref(localStorage.getItem(remembered) ?? '')
  /** The last deletion that can be undone. */
  const deleted = ref<{ trashId: string; name: string; toast: number }>()

  /**
   * The chosen one; while nothing is chosen a bundled one that suits the photo, so that there is always one to begin
   * with: what is as small as a digit probably is one, photos are mostly in colour. Of several the one that finds images
   * which it never saw the likeliest.
   */
  const chosen = computed(() => {
    const testedNats = ({ tested }: ModelSummary): number => tested?.nats ?? Infinity
    const bundled = models.value
      .filter((model) => model.bundled)
      .toSorted((a, b) => testedNats(a) - testedNats(b) || 0)
    const { selected } = useLibrary()
    const small = selected === undefined || Math.max(selected.width, selected.height) <= digitSide
    const channels = small ? 1 : 3
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

  function accept(model: ModelSummary): void {
    models.value = models.value.map((known) => (known.id === model.id ? model : known))
  }

  /** The last verification of each model that is not over, or that failed for a reason of its own. */
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

  async function cancelVerification(modelId: string): Promise<void> {
    const job = verifications.value.get(modelId)
    if (job && !isFinal(job.state)) await useJobs().cancel(job.id)
  }

  async function rename(modelId: string, name: string): Promise<void> {
    accept(await call('models.update', { modelId, name }))
  }

  async function describe(modelId: string, description: string): Promise<void> {
    accept(await call('models.update', { modelId, description }))
  }

  async function duplicate({ id, name }: ModelSummary): Promise<ModelSummary> {
    const copy = await call('models.duplicate', { modelId: id, name: t('models.copyName', { name }) })
    await refresh()
    useToasts().show({ tone: 'good', message: t('models.duplicated', { name: copy.name }) })
    return copy
  }

  /** Any of a person's own, damaged or not. It can be undone for a while. */
  async function remove({ id, name }: { readonly id: string; readonly name: string }): Promise<void> {
    const toasts = useToasts()
    const { trashId } = await call('models.remove', { modelId: id })
    if (deleted.value) toasts.dismiss(deleted.value.toast)
    const toast = toasts.show({
      tone: 'plain',
      message: t('models.deleted', { name }),
      action: { label: t('common.undo'), run: () => void toasts.attempt(undoRemove) },
    })
    deleted.value = { trashId, name, toast }
    await refresh()
  }

  async function undoRemove(): Promise<void> {
    const last = deleted.value
    if (!last) return
    deleted.value = undefined
    useToasts().dismiss(last.toast)
    await call('models.restore', { trashId: last.trashId })
    await refresh()
    useToasts().show({ tone: 'good', message: t('models.restored', { name: last.name }) })
  }

  return {
    ...{ models, damaged, chosen, chosenId, choose, refresh, listen },
    ...{ verifications, verify, cancelVerification },
    ...{ rename, describe, duplicate, remove, undoRemove, deleted },
  }
})
