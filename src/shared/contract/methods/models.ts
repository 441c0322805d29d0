import { z } from 'zod'
import { bytesSchema } from '../../bytes'
import { metricsPointSchema } from '../../jobs'
import { damagedModelSchema, modelSummarySchema } from '../entities'
import { nothing, type Methods } from './method'

const one = z.object({ modelId: z.string() })
const nameSchema = z.string().trim().min(1).max(80)

export const modelsMethods = {
  'models.list': {
    input: nothing,
    output: z.object({ models: z.array(modelSummarySchema), damaged: z.array(damagedModelSchema) }),
  },
  /** Copies a model folder, or a model in one file, from elsewhere into the data folder. */
  'models.import': { input: z.object({ path: z.string().min(1) }), output: modelSummarySchema },
  /** The same by content: one file that holds a model, or the files of a folder of this name. */
  'models.importFiles': {
    input: z.object({
      name: z.string().min(1),
      files: z
        .array(z.object({ name: z.string(), data: bytesSchema }))
        .min(1)
        .max(16),
    }),
    output: modelSummarySchema,
  },
  /** Changes what is said of a model of one's own; what is left out stays. An empty description is none. */
  'models.update': {
    input: one.extend({ name: nameSchema.optional(), description: z.string().max(4000).optional() }),
    output: modelSummarySchema,
  },
  'models.duplicate': { input: one.extend({ name: nameSchema }), output: modelSummarySchema },
  /** Moves a model of one's own away, damaged or not; for a while it can be restored. */
  'models.remove': { input: one, output: z.object({ trashId: z.string() }) },
  'models.restore': {
    input: z.object({ trashId: z.string() }),
    /** Another id than before where that was taken meanwhile. */
    output: z.object({ modelId: z.string() }),
  },
  /** The model as one file. The window asks where; a browser gets an address to download from. */
  'models.export': {
    input: one,
    output: z.discriminatedUnion('how', [
      z.object({ how: z.literal('saved'), path: z.string() }),
      z.object({ how: z.literal('download'), address: z.string(), name: z.string() }),
      z.object({ how: z.literal('cancelled') }),
    ]),
  },
  /** Shows the model's folder in the system's file manager; `unsupported` in a browser. */
  'models.show': { input: one, output: nothing },
  /**
   * Image addresses of what the model drew for its card. Empty where nothing is drawn yet: it is, when nothing else runs,
   * and `models.samples` tells.
   */
  'models.samples': { input: one, output: z.object({ pictures: z.array(z.string()) }) },
  'models.metrics': {
    input: one,
    output: z.object({ points: z.array(metricsPointSchema) }),
  },
} as const satisfies Methods
