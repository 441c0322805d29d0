import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const likelihoodSchema = z.object({
  data: z.string().min(1),
  images: z.number().int().positive(),
  nats: z.number().positive(),
  bitsPerDim: z.number().positive(),
})

/** `card.json` beside a bundled model: where it is from, and what it was measured to be. */
const cardSchema = z.strictObject({
  data: z.string().min(1),
  licence: z.string().min(1),
  command: z.string().regex(/^node resources\/models\/recipes\/[a-z-]+\.mjs( [A-Z]+)?$/),
  hours: z.number().nonnegative(),
  machine: z.string().min(1),
  /** What trained it elsewhere; `command` then judged it and put it here. */
  twin: z
    .string()
    .regex(/^python3 resources\/models\/recipes\/twin\/[a-z]+\.py( [A-Z]+)*$/)
    .optional(),
  /** On images that had no part in its training. */
  tested: likelihoodSchema.optional(),
  /** On a few images that tests have at hand; `path` is from the repository's root. */
  check: likelihoodSchema.extend({ path: z.string(), limit: z.number().int().positive().optional() }),
  weights: z.string().regex(/^sha256:[0-9a-f]{64}$/),
})

export type Card = z.infer<typeof cardSchema>

export function readCard(modelFolder: string): Card {
  return cardSchema.parse(JSON.parse(readFileSync(join(modelFolder, 'card.json'), 'utf8')))
}
