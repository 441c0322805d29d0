import { z } from 'zod'

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

/** The recipe that a picture's text holds, where it is exactly the wanted one; undefined for any other text. */
export function recipeIn(text: string | undefined, wanted: Recipe): KeptRecipe | undefined {
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
