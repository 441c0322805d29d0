import { computed, reactive, ref, type ComputedRef } from 'vue'
import type { ModelSummary } from '../../shared/contract/entities'

/** How images are drawn, as both forms ask for it. */
export interface DrawingChoices {
  temperature: number
  topP: number
  /** As it is typed; blank leaves it to the app. */
  seed: string
}

/** `usual`: how bold draws are while nobody chose. */
export function drawingChoices(usual: () => number = () => 1): DrawingChoices {
  const chosen = ref<number>()
  const temperature = computed({
    get: () => chosen.value ?? usual(),
    set: (value) => (chosen.value = value),
  })
  return reactive({ temperature, topP: 1, seed: '' })
}

/**
 * How bold the draws of a completion usually are: of many levels each draw of every channel may be one that hardly ever
 * is, and in a photo such pixels catch the eye; of two levels there is nothing to be calmed.
 */
export function completingTemperature(model: ModelSummary | undefined): number {
  return model && model.configuration.levels > 2 ? 0.8 : 1
}

/** The seed a person typed, a whole number of 32 bits: undefined where nothing is typed, NaN where it is anything else. */
export function seedOf(typed: string): number | undefined {
  const trimmed = typed.trim()
  if (trimmed === '') return undefined
  return /^\d{1,10}$/.test(trimmed) && Number(trimmed) <= 0xffffffff ? Number(trimmed) : Number.NaN
}

export function wrongSeed(choices: DrawingChoices): ComputedRef<boolean> {
  return computed(() => Number.isNaN(seedOf(choices.seed)))
}

export function fillChoices(
  choices: DrawingChoices,
  from: { temperature?: number | undefined; topP?: number | undefined; seed?: number | undefined },
): void {
  choices.temperature = from.temperature ?? 1
  choices.topP = from.topP ?? 1
  choices.seed = from.seed === undefined ? '' : String(from.seed)
}
