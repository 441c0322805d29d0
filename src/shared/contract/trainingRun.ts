import { z } from 'zod'
import { modelConfigurationSchema } from '../model/configuration'

/** What a training was to do; each of them absent where nothing is known of it. */
export const trainingChoicesSchema = z.object({
  batch: z.number().optional(),
  learningRate: z.number().optional(),
  optimizer: z.string().optional(),
  schedule: z.string().optional(),
  average: z.number().optional(),
  flip: z.boolean().optional(),
  keep: z.number().optional(),
  earlyStop: z.boolean().optional(),
  limit: z
    .object({
      steps: z.number().optional(),
      epochs: z.number().optional(),
      minutes: z.number().optional(),
    })
    .optional(),
})

/** How a training ended: as jobs say it; not there where it was broken off, or is under way. */
export const trainingEndSchema = z.enum(['limit', 'validation-no-longer-falls', 'cancelled'])

/** A training as its model folder tells of it, whenever it was. */
export const trainingRunSchema = z.object({
  modelId: z.string(),
  name: z.string(),
  configuration: modelConfigurationSchema,
  /** Path of what it learned from. */
  data: z.string(),
  images: z.number().optional(),
  /** Steps done, of which the last checkpoint knows. */
  step: z.number().int().nonnegative(),
  /** Seconds of training over all runs. */
  seconds: z.number().nonnegative(),
  best: z.object({ step: z.number(), nats: z.number() }).optional(),
  /** Steps of the checkpoints that are there, newest first. */
  checkpoints: z.array(z.number().int().nonnegative()),
  /** The course of the nats in a few points: of the held-out images, or where there are none of the training. */
  course: z.array(z.number()),
  ended: trainingEndSchema.optional(),
  choices: trainingChoicesSchema,
  /** When something was last written, ms since 1970. */
  updatedAt: z.number(),
})
export type TrainingRun = z.infer<typeof trainingRunSchema>
