import { z } from 'zod'
import { trainingRunSchema } from '../trainingRun'
import { nothing, type Methods } from './method'

export const trainingMethods = {
  /** Every training that left something in the data folder, the newest first; those under way are jobs as well. */
  'training.runs': { input: nothing, output: z.object({ runs: z.array(trainingRunSchema) }) },
  /** The held-out completions that a model's trainings left, by step. */
  'training.sheets': {
    input: z.object({ modelId: z.string() }),
    output: z.object({
      sheets: z.array(z.object({ step: z.number().int().nonnegative(), address: z.string() })),
    }),
  },
  /** What is free where models are kept, and of memory; absent where that can't be told. */
  'training.room': {
    input: nothing,
    output: z.object({ diskBytes: z.number().optional(), memoryBytes: z.number().optional() }),
  },
} as const satisfies Methods
