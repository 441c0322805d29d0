import { z } from 'zod'
import { seedSchema } from './seed'

/** New images from a model. */
export const sampleRequestSchema = z.object({
  modelId: z.string(),
  count: z.number().int().min(1).max(100_000),
  /** In pixels; the model's own size where left out. */
  width: z.number().int().min(1).max(1024).optional(),
  height: z.number().int().min(1).max(1024).optional(),
  seed: seedSchema.optional(),
  temperature: z.number().min(0).max(4).optional(),
  topP: z.number().gt(0).max(1).optional(),
  /** Both without loss. */
  format: z.enum(['png', 'webp']).default('png'),
  /** Also all on one sheet, grid.png. */
  grid: z.boolean().default(false),
  /** Also all as one array of levels, samples.npy. */
  npy: z.boolean().default(false),
  /** Template of the files' names: {number} or {index}, and {seed}. */
  name: z.string().min(1).max(120).optional(),
  /** Receives the files; left out: a new folder in exports, in the data folder. */
  out: z.string().min(1).optional(),
})
