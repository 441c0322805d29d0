import { z } from 'zod'
import { bytesSchema } from '../../bytes'
import { rectangleSchema } from '../../geometry'
import { completionRecipeSchema } from '../../recipe'
import { saveChoicesSchema } from '../../saving'
import { photoSchema } from '../entities'
import { nothing, type Methods } from './method'

const variant = { jobId: z.string(), variant: z.number().int().nonnegative() }
const download = z.object({ address: z.string(), name: z.string() })
const savedOne = z.discriminatedUnion('how', [
  z.object({ how: z.literal('saved'), path: z.string() }),
  download.extend({ how: z.literal('download') }),
  z.object({ how: z.literal('cancelled') }),
])

/** A part of a photo as the model sees it, and how unlikely it finds each pixel. */
const surpriseMap = z.object({
  /** To ask for a pixel's distribution by. */
  id: z.string(),
  frame: rectangleSchema,
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  channels: z.number().int().positive(),
  levels: z.number().int().positive(),
  /** -log p of all of it: the sum of the map. */
  nats: z.number(),
  /** [height, width]: -log p of each pixel given those before it, 32-bit floats, little-endian. */
  map: bytesSchema,
  /** [height, width, channels]: its levels. */
  picture: bytesSchema,
})

export const resultsMethods = {
  /** Saves a finished variant. The window asks where; a browser gets an address to download from. */
  'results.save': {
    input: z.object({ ...variant, as: saveChoicesSchema.prefault({}) }),
    output: savedOne,
  },
  /** Saves all finished variants of a run into a folder that the window asks for; a browser downloads each. */
  'results.saveAll': {
    input: z.object({ jobId: z.string(), as: saveChoicesSchema.prefault({}) }),
    output: z.discriminatedUnion('how', [
      z.object({ how: z.literal('saved'), folder: z.string(), count: z.number().int() }),
      z.object({ how: z.literal('download'), files: z.array(download) }),
      z.object({ how: z.literal('cancelled') }),
    ]),
  },
  /** Saves one picture of all finished variants side by side. */
  'results.saveGrid': {
    input: z.object({ jobId: z.string(), as: saveChoicesSchema.prefault({}) }),
    output: savedOne,
  },
  /** Puts a finished variant on the clipboard; in a browser the page has to, from this address. */
  'results.copy': {
    input: z.object(variant),
    output: z.discriminatedUnion('how', [
      z.object({ how: z.literal('copied') }),
      z.object({ how: z.literal('address'), address: z.string() }),
    ]),
  },
  /** Hands a finished variant to the drag that has just begun in the page. `unsupported` in a browser. */
  'results.drag': { input: z.object(variant), output: nothing },
  /** Takes a finished variant among the photos, so that one can go on from it; the photo that it is now. */
  'results.accept': { input: z.object(variant), output: photoSchema },
  /** What a finished variant follows from, as its file says; null where it doesn't. */
  'results.recipe': {
    input: z.object(variant),
    output: z.object({ recipe: completionRecipeSchema.nullable() }),
  },
  /**
   * What a photo was made from, if it is a completion; with the photo and the model that its recipe names, as far as
   * they are here, and its mask, a byte a pixel.
   */
  'results.restorable': {
    input: z.object({ photoId: z.string() }),
    output: z.object({
      found: z
        .object({
          recipe: completionRecipeSchema,
          photoId: z.string().optional(),
          modelId: z.string().optional(),
          mask: bytesSchema.optional(),
        })
        .nullable(),
    }),
  },
  /**
   * How unlikely a model finds each pixel of a finished variant, or of the photo itself where none is named: of what a
   * run's model saw, where that was kept, else of `frame`.
   */
  'results.surprise': {
    input: z.object({
      photoId: z.string(),
      modelId: z.string(),
      frame: rectangleSchema,
      jobId: z.string().optional(),
      variant: z.number().int().nonnegative().optional(),
    }),
    output: z.object({ maps: z.array(surpriseMap) }),
  },
  /** What the model expected at a pixel of a map, channel by channel, given all pixels before it. */
  'results.distribution': {
    input: z.object({
      id: z.string(),
      x: z.number().int().nonnegative(),
      y: z.number().int().nonnegative(),
    }),
    output: z.object({
      values: z.array(z.object({ level: z.number().int(), probabilities: z.array(z.number()) })),
    }),
  },
} as const satisfies Methods
