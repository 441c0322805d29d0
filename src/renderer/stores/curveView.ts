import { defineStore } from 'pinia'
import { computed, reactive, ref, watch } from 'vue'
import { z } from 'zod'
import { mostSources } from '../training/chart'
import { dimensionsOf, type CurveSource, type CurveView } from '../training/curves'
import type { TrainingEntry } from '../training/entries'
import { useModels } from './models'
import { useTraining } from './training'

const viewSchema = z.object({
  x: z.enum(['steps', 'time']),
  unit: z.enum(['nats', 'bits']),
  logX: z.boolean(),
  logY: z.boolean(),
  smoothing: z.number().min(0).max(0.99),
})
const usual: CurveView = { x: 'steps', unit: 'nats', logX: false, logY: false, smoothing: 0.6 }
const place = 'pixelloom.curves'

function stored(): CurveView {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(place) ?? 'null')
    return viewSchema.safeParse(value).data ?? usual
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return usual
    throw thrown
  }
}

/** How curves are looked at, the same for all of them, and which other trainings are drawn beside one. */
export const useCurveView = defineStore('curveView', () => {
  const view = reactive({ ...stored() })
  watch(view, () => localStorage.setItem(place, JSON.stringify(view)))

  /** Models whose curves are drawn beside the one that is looked at. */
  const compared = ref<string[]>([])

  /** What a training may be compared with. */
  function others(entry: TrainingEntry): TrainingEntry[] {
    return useTraining().entries.filter(({ modelId }) => modelId !== entry.modelId)
  }

  async function compare(modelId: string, on: boolean): Promise<void> {
    compared.value = compared.value.filter((id) => id !== modelId)
    if (!on || compared.value.length >= mostSources - 1) return
    compared.value.push(modelId)
    await useTraining().loadCurve(modelId)
  }

  /** The training that is looked at, and those beside it. */
  function sources(entry: TrainingEntry): CurveSource[] {
    const { entries, points } = useTraining()
    const beside = compared.value.flatMap((id) => entries.find(({ modelId }) => modelId === id) ?? [])
    return [entry, ...beside.filter(({ modelId }) => modelId !== entry.modelId)].map(
      ({ modelId, name, run }) => {
        const model = useModels().models.find(({ id }) => id === modelId)
        const configuration = run?.configuration ?? model?.configuration
        return {
          id: modelId,
          name,
          points: points.get(modelId) ?? [],
          dimensions: configuration ? dimensionsOf(configuration) : 0,
        }
      },
    )
  }

  const full = computed(() => compared.value.length >= mostSources - 1)

  return { view, compared, full, others, compare, sources }
})
