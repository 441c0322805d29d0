import { z } from 'zod'
import { bytesSchema } from './bytes'
import { becauseSchema, errorValueSchema } from './errors'
import { rectangleSchema } from './geometry'
import { metricsPointSchema, progressSchema, skippedFileSchema } from './jobs'
import { type ReasonId, type ReasonValues, say } from './reasons'

/**
 * One finished row of a picture that is being drawn: of a completion (`frame` says where in the photo it
 * belongs), of a sample, or of a held-out image that training completes as it learns.
 */
export const rowEventSchema = z.object({
  type: z.literal('row'),
  variant: z.number().int().nonnegative(),
  row: z.number().int().nonnegative(),
  /** Size of the whole picture at the model's scale. */
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  /** RGB bytes, [width * 3], of this row, known pixels included. */
  pixels: bytesSchema,
  /** The part of the photo that the picture stands for. */
  frame: rectangleSchema.optional(),
})
export type RowEvent = z.infer<typeof rowEventSchema>

/** What a job says of itself while it runs; also what the app hands on to whoever watches. */
export const jobEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), progress: progressSchema }),
  z.object({ type: z.literal('metrics'), points: z.array(metricsPointSchema) }),
  rowEventSchema,
  /** A finished variant or a fresh sheet of held-out samples: a PNG on disk. */
  z.object({
    type: z.literal('picture'),
    role: z.enum(['completion', 'sample', 'held-out']),
    variant: z.number().int().nonnegative(),
    file: z.string(),
    step: z.number().int().nonnegative().optional(),
    nats: z.number().optional(),
  }),
  z.object({ type: z.literal('skipped'), files: z.array(skippedFileSchema) }),
  z.object({ type: z.literal('note'), message: z.string(), because: becauseSchema }),
  /** Bytes that it will take, working on so many images at a time: what is known of it where it is killed for it. */
  z.object({
    type: z.literal('memory'),
    needed: z.number().nonnegative(),
    images: z.number().int().positive(),
  }),
  /** Why a job waits, until what is in its way is cleared; without an error it is. */
  z.object({ type: z.literal('trouble'), error: errorValueSchema.optional() }),
])
export type JobEvent = z.infer<typeof jobEventSchema>
export type NoteEvent = Extract<JobEvent, { type: 'note' }>

/** A remark whose sentence is declared by that id (./reasons/notes). */
export function note<Id extends ReasonId & `notes.${string}`>(id: Id, values: ReasonValues<Id>): NoteEvent {
  const { text: message, because } = say(id, values)
  return { type: 'note', message, because }
}
