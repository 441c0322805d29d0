import { z } from 'zod'
import { architectureSchema, binarizationSchema } from '../../model/configuration'
import { runtimeNameSchema } from '../../runtimes'
import { optimizerSchema, scheduleSchema } from '../../training'
import { seedSchema } from './seed'

const keepSchema = z.number().int().min(1).max(100)

export const trainRequestSchema = z.object({
  name: z.string().trim().min(1).max(80),
  /** A folder or data file on the machine that runs the engine. */
  data: z.string().min(1),
  architecture: architectureSchema.default('pixelcnn'),
  size: z.number().int().min(4).max(256).optional(),
  channels: z.union([z.literal(1), z.literal(3)]).optional(),
  levels: z.number().int().min(2).max(256).optional(),
  hidden: z.number().int().min(1).max(512).optional(),
  layers: z.number().int().min(0).max(32).optional(),
  /** Multi-Scale: side of the small image that is drawn first; the size divided by 2, 4, 8 ... */
  multiScale: z.number().int().min(1).max(128).optional(),
  batch: z.number().int().min(1).max(256).optional(),
  learningRate: z.number().positive().optional(),
  optimizer: optimizerSchema.optional(),
  schedule: scheduleSchema.optional(),
  warmUp: z.number().int().nonnegative().optional(),
  /** What the average of the weights keeps of itself at each step; 0 for none. */
  average: z.number().min(0).lt(1).optional(),
  flip: z.boolean().optional(),
  orient: z.boolean().optional(),
  crop: z.number().int().nonnegative().max(256).optional(),
  steps: z.number().int().positive().optional(),
  minutes: z.number().positive().optional(),
  seed: seedSchema.optional(),
  validation: z.number().min(0).lt(1).optional(),
  binarize: binarizationSchema.optional(),
  checkEvery: z.number().int().positive().optional(),
  /** Checkpoints that are kept, besides that of the best step. */
  keep: keepSchema.optional(),
  /** Ends before its limit where validation no longer falls. */
  earlyStop: z.boolean().optional(),
  /**
   * Begins with the weights of another model: the best, or those of a checkpoint. The network is then the other's,
   * whatever is said of it here.
   */
  from: z.object({ modelId: z.string(), step: z.number().int().nonnegative().optional() }).optional(),
  runtime: runtimeNameSchema.optional(),
})

/** What may be changed of a training that goes on; all else its last checkpoint knows. */
export const continueTrainingRequestSchema = z.object({
  modelId: z.string(),
  /** More steps, beyond those done. Where neither is given: to the end that it had, or until validation no longer falls. */
  steps: z.number().int().positive().optional(),
  /** More minutes, beyond those spent. */
  minutes: z.number().positive().optional(),
  data: z.string().min(1).optional(),
  learningRate: z.number().positive().optional(),
  keep: keepSchema.optional(),
  earlyStop: z.boolean().optional(),
})

/** A few images as a model would be given them. */
export const previewDataRequestSchema = z.object({
  data: z.string().min(1),
  size: z.number().int().min(4).max(256),
  channels: z.union([z.literal(1), z.literal(3)]),
  levels: z.number().int().min(2).max(256),
  crop: z.number().int().nonnegative().max(256).optional(),
  count: z.number().int().min(1).max(48).optional(),
})

/** What decides how long a training step takes, and the memory it needs. */
export const measureRequestSchema = trainRequestSchema
  .pick({ architecture: true, hidden: true, layers: true, multiScale: true, batch: true })
  .extend({
    size: z.number().int().min(4).max(256),
    channels: z.union([z.literal(1), z.literal(3)]),
    levels: z.number().int().min(2).max(256),
  })
