import { z } from 'zod'

/** A rectangle in pixels of an upright image: left, top, width, height. */
export const rectangleSchema = z.object({
  x: z.number().int().nonnegative(),
  y: z.number().int().nonnegative(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
})
export type Rectangle = z.infer<typeof rectangleSchema>
