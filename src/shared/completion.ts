import { z } from 'zod'
import { rectangleSchema } from './geometry'

/** How a completion sees what comes after its hole; `auto` leaves the choice to the model and the mask. */
export const inferences = ['auto', 'raster', 'oriented', 'conditioned', 'particles'] as const
export const inferenceSchema = z.enum(inferences)
export type Inference = z.infer<typeof inferenceSchema>

/** What `auto` may come to. */
export type Way = Exclude<Inference, 'auto'>
export const waySchema = inferenceSchema.exclude(['auto'])

/** At which scale: the hole with its context as large as the model's images, or pixel by pixel as the photo has it. */
export const fits = ['model', 'native'] as const
export const fitSchema = z.enum(fits)
export type Fit = z.infer<typeof fitSchema>

/** What a person chooses between: how long it may take for how well it fits. */
export const qualities = ['fast', 'better', 'best'] as const
export const qualitySchema = z.enum(qualities)
export type Quality = z.infer<typeof qualitySchema>

/** Partial completions that stand for one completion, where nobody said how many. */
export const defaultParticles = 32

/** A finished completion that the next ones are to be like. */
export const likeSchema = z.object({
  /** Its picture, as large as the photo. */
  file: z.string(),
  /** Rows of the upright photo above this one are taken over as they are; left out: none. */
  fromRow: z.number().int().nonnegative().optional(),
  /** How near the drawn pixels are held to its own: 0 not at all, 1 nearly the same. */
  closeness: z.number().min(0).max(1).default(0),
})
export type Like = z.infer<typeof likeSchema>

/** How a hole is completed, beyond what is drawn. */
export const completionChoices = {
  inference: inferenceSchema.default('auto'),
  particles: z.number().int().min(1).max(1024).default(defaultParticles),
  fit: fitSchema.default('model'),
  /** Most seconds that drawing at the photo's own size may take; what is left is filled at the model's scale. */
  seconds: z.number().positive().optional(),
  /**
   * How near drawing at the photo's own size keeps to what the model's scale makes of the hole, which is then drawn
   * first: 0 not at all, 1 nearly the same.
   */
  guide: z.number().min(0).max(1).default(0),
  /** Pixels of the photo, inside the mask, over which what was there goes over into what is new. */
  feather: z.number().int().nonnegative().max(1000).default(0),
  /** Moves the colours of what is new so that they meet those around the hole. */
  match: z.boolean().default(false),
  /** The part of the upright photo that the model sees, where a person chose it. */
  frame: rectangleSchema.optional(),
  like: likeSchema.optional(),
}
