import { z } from 'zod'
import { fitSchema, inferenceSchema, qualitySchema, waySchema } from './completion'
import { rectangleSchema } from './geometry'
import { runtimeNameSchema } from './runtimes'

/** Under this name a picture's file holds its recipe. */
export const recipeKeyword = 'pixelloom'

/**
 * All that a completion follows from, as its file carries it. It names files and holds their hashes, never folders:
 * a picture is shown to others.
 */
export const completionRecipeSchema = z.object({
  kind: z.literal('complete'),
  /** Of the program. */
  version: z.string(),
  /** `hash`: half a SHA-256 of what the model computes, in hexadecimal (engine/codec/modelHash.ts). */
  model: z.object({ hash: z.string(), name: z.string() }),
  /** The photo that was completed: SHA-256 of its file in hexadecimal, its upright size. */
  photo: z.object({
    name: z.string(),
    sha256: z.string(),
    width: z.number().int().positive(),
    height: z.number().int().positive(),
  }),
  /** How many of its pixels were filled, and which (maskText.ts); left out where that was too long. */
  mask: z.object({ pixels: z.number().int().positive(), runs: z.string().optional() }),
  seed: z.number().int().nonnegative(),
  /** From 0. */
  variant: z.number().int().nonnegative(),
  temperature: z.number().min(0),
  topP: z.number().gt(0).max(1),
  quality: qualitySchema.optional(),
  inference: inferenceSchema,
  /** What the inference came to. */
  way: waySchema.optional(),
  particles: z.number().int().positive(),
  fit: fitSchema,
  seconds: z.number().positive().optional(),
  guide: z.number().min(0).max(1),
  feather: z.number().int().nonnegative(),
  match: z.boolean(),
  frame: rectangleSchema.optional(),
  /** It was to be like another completion, which is not part of it. */
  like: z
    .object({ fromRow: z.number().int().nonnegative().optional(), closeness: z.number().min(0).max(1) })
    .optional(),
  runtime: runtimeNameSchema,
  nats: z.number(),
})
export type CompletionRecipe = z.infer<typeof completionRecipeSchema>

/** The recipe that a file's text is; undefined for any other text, and for what a later version may write. */
export function completionRecipeIn(text: string | undefined): CompletionRecipe | undefined {
  if (text === undefined) return undefined
  try {
    return completionRecipeSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
