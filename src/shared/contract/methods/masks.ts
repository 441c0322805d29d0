import { z } from 'zod'
import { bytesSchema } from '../../bytes'
import { nothing, type Methods } from './method'

/** A photo's mask as it is kept: run lengths (shared/runs), which must add up to the size. */
const keptMask = z.object({
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  runs: bytesSchema,
})

export const masksMethods = {
  /** What was painted on a photo; null where nothing was kept, or it is damaged. */
  'masks.load': {
    input: z.object({ photoId: z.string().min(1) }),
    output: z.object({ mask: keptMask.nullable() }),
  },
  'masks.save': { input: keptMask.extend({ photoId: z.string().min(1) }), output: nothing },
  'masks.remove': { input: z.object({ photoId: z.string().min(1) }), output: nothing },
  /**
   * The kept mask as a PNG, white where it is to be filled, or the photo with the hole transparent. The window asks
   * where; a browser gets an address to download from.
   */
  'masks.export': {
    input: z.object({ photoId: z.string().min(1), as: z.enum(['mask', 'hole']) }),
    output: z.discriminatedUnion('how', [
      z.object({ how: z.literal('saved'), path: z.string() }),
      z.object({ how: z.literal('download'), address: z.string(), name: z.string() }),
      z.object({ how: z.literal('cancelled') }),
    ]),
  },
} as const satisfies Methods
