import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { ModelSummary } from '../../shared/contract/entities'
import { call, listen as on } from '../api'
import { useModels } from './models'

/** What models drew for their cards, by the version of their weights: a copy shows the pictures of its original. */
export const useModelSamples = defineStore('modelSamples', () => {
  const pictures = ref(new Map<string, readonly string[]>())

  /** Asks for them; where there are none yet, they are drawn when nothing else runs. */
  async function ask({ id, version }: ModelSummary): Promise<void> {
    if (pictures.value.has(version)) return
    const answer = await call('models.samples', { modelId: id })
    if (answer.pictures.length > 0) pictures.value.set(version, answer.pictures)
  }

  function listen(): () => void {
    return on('models.samples', ({ modelId, pictures: drawn }) => {
      const model = useModels().models.find(({ id }) => id === modelId)
      if (model) pictures.value.set(model.version, drawn)
    })
  }

  return { pictures, ask, listen }
})
