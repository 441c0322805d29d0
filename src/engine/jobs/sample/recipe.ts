import { z } from 'zod'
import { pngText, withPngText } from '../../pixels/pngText'

const keyword = 'pixelloom'

/** All that an image follows from: the same recipe draws the same image. */
export const recipeSchema = z.object({
  kind: z.literal('sample'),
  /** Of the program. */
  version: z.string(),
  /** Which model: half a SHA-256 of what it computes, in hexadecimal (codec/modelHash.ts). */
  model: z.string(),
  seed: z.number(),
  /** Which of the seed's images, from 0. */
  index: z.number(),
  temperature: z.number(),
  topP: z.number(),
  width: z.number(),
  height: z.number(),
})
export type Recipe = z.infer<typeof recipeSchema>

const keptSchema = recipeSchema.extend({ nats: z.number() })

/** A drawn image's recipe and its exact -log p. */
export type KeptRecipe = z.infer<typeof keptSchema>

/** An encoded PNG with its recipe in a text of its own. */
export function withRecipe(png: Uint8Array, recipe: KeptRecipe): Uint8Array {
  return withPngText(png, keyword, JSON.stringify(recipe))
}

/** The recipe of a whole PNG that was drawn by exactly this one; undefined for any other file. */
export function recipeOf(png: Uint8Array, wanted: Recipe): KeptRecipe | undefined {
  const text = pngText(png, keyword)
  if (text === undefined) return undefined
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  const { data } = keptSchema.safeParse(value)
  if (!data) return undefined
  const { nats, ...recipe } = data
  return JSON.stringify(recipe) === JSON.stringify(wanted) ? { ...recipe, nats } : undefined
}

/** A line of `recipes.jsonl`. */
export function recipeLine(file: string, recipe: KeptRecipe): string {
  return `${JSON.stringify({ file, ...recipe })}\n`
}
