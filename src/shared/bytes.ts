import { z } from 'zod'

/** Raw bytes inside a message, over whatever buffer. */
export const bytesSchema: z.ZodType<Uint8Array, Uint8Array> = z.instanceof(Uint8Array)
