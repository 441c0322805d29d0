import { z } from 'zod'
import { photoSchema } from '../entities'
import type { Methods } from './method'

export const resultsMethods = {
  /**
   * Saves a finished variant as PNG. The window asks where; a browser gets an address to download from.
   */
  'results.save': {
    input: z.object({ jobId: z.string(), variant: z.number().int().nonnegative() }),
    output: z.discriminatedUnion('how', [
      z.object({ how: z.literal('saved'), path: z.string() }),
      z.object({ how: z.literal('download'), address: z.string(), name: z.string() }),
      z.object({ how: z.literal('cancelled') }),
    ]),
  },
  /** Takes a finished variant among the photos, so that one can go on from it; the photo that it is now. */
  'results.accept': {
    input: z.object({ jobId: z.string(), variant: z.number().int().nonnegative() }),
    output: photoSchema,
  },
} as const satisfies Methods
