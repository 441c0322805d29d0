import { computed, reactive, type ComputedRef } from 'vue'

/** How images are drawn, as both forms ask for it. */
export interface DrawingChoices {
  temperature: number
  topP: number
  /** As it is typed; blank leaves it to the app. */
  seed: string
}

export function drawingChoices(): DrawingChoices {
  return reactive({ temperature: 1, topP: 1, seed: '' })
}

/** A whole number of 32 bits; undefined where nothing is typed, NaN where it is anything else. */
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
