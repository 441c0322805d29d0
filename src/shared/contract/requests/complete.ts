import { z } from 'zod'
import { bytesSchema } from '../../bytes'
import { fitSchema, likeSchema, qualitySchema } from '../../completion'
import { rectangleSchema } from '../../geometry'
import { seedSchema } from './seed'

/** What decides how long a completion takes. */
export const measureCompletionRequestSchema = z.object({
  modelId: z.string(),
  quality: qualitySchema,
  count: z.number().int().min(1).max(16),
  /** Unknown pixels of the picture, at the model's scale. */
  pixels: z.number().int().positive(),
})

export const completeRequestSchema = z.object({
  photoId: z.string(),
  modelId: z.string(),
  /** One byte a pixel of the upright photo, non-zero = fill. */
  mask: z.object({
    width: z.number().int().positive(),
    height: z.number().int().positive(),
    data: bytesSchema,
  }),
  count: z.number().int().min(1).max(16).default(4),
  seed: seedSchema.optional(),
  temperature: z.number().min(0).max(4).optional(),
  topP: z.number().gt(0).max(1).optional(),
  /** How long it may take for how good a fit; what that means for a model is the app's to say. */
  quality: qualitySchema.default('fast'),
  fit: fitSchema.optional(),
  seconds: z.number().positive().optional(),
  feather: z.number().int().nonnegative().max(1000).optional(),
  match: z.boolean().optional(),
  frame: rectangleSchema.optional(),
  /** A finished variant that the new ones are to be like. */
  like: likeSchema
    .omit({ file: true })
    .extend({ jobId: z.string(), variant: z.number().int().nonnegative() })
    .optional(),
})

/** Every image in a folder, as `completeRequestSchema` asks for one of them. */
export const completeFolderRequestSchema = completeRequestSchema
  .omit({ photoId: true, mask: true, frame: true, like: true })
  .extend({
    /** Folders and files on the machine that runs the engine, as a person types them. */
    folder: z.string().min(1),
    masks: z.discriminatedUnion('from', [
      z.object({ from: z.literal('file'), path: z.string().min(1) }),
      /** Masks by the relative paths of the images, up to the ending: `name`, `name-mask` or `name_mask`. */
      z.object({ from: z.literal('folder'), path: z.string().min(1) }),
      z.object({ from: z.literal('transparency') }),
      z.object({ from: z.literal('half'), half: z.enum(['top', 'bottom', 'left', 'right']) }),
    ]),
    /**
     * Receives the completions: another folder than that of the images, or one inside it; left out: `completed`
     * inside it.
     */
    out: z.string().min(1).optional(),
    /** Draws anew what is there already. */
    again: z.boolean().default(false),
  })
