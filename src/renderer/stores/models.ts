import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { DamagedModel, ModelSummary } from '../../shared/contract/entities'
import { call, listen as on } from '../api'
import { useToasts } from './toasts'

const remembered = 'pixelloom.model'

export const useModels = defineStore('models', () => {
  const models = ref<ModelSummary[]>([])
  const damaged = ref<DamagedModel[]>([])
  const chosenId = ref(localStorage.getItem(remembered) ?? '')

  /** The chosen one; while nothing is chosen the bundled one, so that there is always one to begin with. */
  const chosen = computed(
    () =>
      models.value.find((model) => model.id === chosenId.value) ??
      models.value.find((model) => model.bundled) ??
      models.value[0],
  )

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

  return { models, damaged, chosen, chosenId, choose, refresh, listen, bring }
})
