import { z } from 'zod'
import { metricsPointSchema } from '../../jobs'
import { damagedModelSchema, modelSummarySchema } from '../entities'
import { nothing, type Methods } from './method'

export const modelsMethods = {
  'models.list': {
    input: nothing,
    output: z.object({ models: z.array(modelSummarySchema), damaged: z.array(damagedModelSchema) }),
  },
  /** Copies a model folder from elsewhere into the data folder. */
  'models.import': { input: z.object({ path: z.string().min(1) }), output: modelSummarySchema },
  'models.metrics': {
    input: z.object({ modelId: z.string() }),
    output: z.object({ points: z.array(metricsPointSchema) }),
  },
} as const satisfies Methods
