import { z } from 'zod'
import { longestText } from './frames'

const id = z.number().int().nonnegative()
const text = z.string().max(longestText)

/** What an adapter says of itself, and what it could do. */
const adapterSchema = z.object({
  vendor: text,
  architecture: text,
  description: text,
  isFallbackAdapter: z.boolean(),
  maxStorageBufferBindingSize: z.number().int().positive(),
  maxBufferSize: z.number().int().positive(),
})
export type AdapterFacts = z.infer<typeof adapterSchema>

/** What a page answers to calls. It may be anyone's: nothing else is listened to. */
export const replySchema = z.discriminatedUnion('reply', [
  z.object({ reply: z.literal('adapter'), to: id, adapter: adapterSchema.nullable() }),
  /** A device or a pipeline is there. */
  z.object({ reply: z.literal('made'), to: id }),
  /** The next bytes that were read, which the body holds. */
  z.object({ reply: z.literal('bytes'), to: id }),
  /** What an error scope caught. */
  z.object({ reply: z.literal('scope'), to: id, error: text.nullable() }),
  z.object({ reply: z.literal('failed'), to: id, message: text }),
  z.object({ reply: z.literal('lost'), device: id, message: text }),
])
export type Reply = z.infer<typeof replySchema>
