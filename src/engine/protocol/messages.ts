import { z } from 'zod'
import { bytesSchema } from '../../shared/bytes'
import { becauseSchema, errorValueSchema } from '../../shared/errors'
import { jobEventSchema } from '../../shared/jobEvents'
import { jobResultSchema } from '../../shared/jobs'
import { concreteRuntimeSchema, runtimeReportSchema } from '../../shared/runtimes'
import { jobSpecificationSchema } from './specifications'

/**
 * What the owner of an engine process and the process say to each other. One process runs one job at a
 * time. Messages are structured clones: a Uint8Array arrives as one.
 */
export const toEngineSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('start'), specification: jobSpecificationSchema }),
  z.object({ type: z.literal('pause') }),
  z.object({ type: z.literal('resume') }),
  z.object({ type: z.literal('cancel') }),
  /** Instead of a job: whether this machine can run something, and how fast. */
  z.object({ type: z.literal('report-runtime'), name: concreteRuntimeSchema }),
  /** The card that was wanted: over the port that comes with it, where there is one, else over messages. */
  z.object({ type: z.literal('card-lent'), by: z.enum(['browser', 'window']) }),
  /** Why there is none; without a reason the process may look for one itself. */
  z.object({
    type: z.literal('card-refused'),
    missing: z.object({ reason: z.string(), because: becauseSchema }).optional(),
  }),
  z.object({ type: z.literal('card-bytes'), bytes: bytesSchema }),
  /** Whoever lent it is gone. */
  z.object({ type: z.literal('card-gone') }),
])
export type ToEngine = z.infer<typeof toEngineSchema>

export const fromEngineSchema = z.discriminatedUnion('type', [
  /** Sent once, when the process can take a job. */
  z.object({ type: z.literal('ready') }),
  /** What a job said since the last message, in its order. */
  z.object({ type: z.literal('events'), events: z.array(jobEventSchema) }),
  z.object({ type: z.literal('paused') }),
  z.object({ type: z.literal('resumed') }),
  z.object({ type: z.literal('done'), result: jobResultSchema }),
  z.object({ type: z.literal('failed'), error: errorValueSchema }),
  /** What is known of the runtime so far; `last` where no more comes. */
  z.object({ type: z.literal('runtime'), runtime: runtimeReportSchema, last: z.boolean() }),
  /** What was finished stays on disk; `result` is there when something was. */
  z.object({ type: z.literal('cancelled'), result: jobResultSchema.optional() }),
  /** `again`: in the place of one that was lost. */
  z.object({ type: z.literal('card-wanted'), again: z.boolean() }),
  z.object({ type: z.literal('card-bytes'), bytes: bytesSchema }),
  z.object({ type: z.literal('card-returned') }),
])
export type FromEngine = z.infer<typeof fromEngineSchema>
