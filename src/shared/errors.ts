import { z } from 'zod'
import { type FailureId, type PlaceValue, type Reason, type ReasonValues, say, sentenceOf } from './reasons'

/**
 * Every way a request or a job can fail. Codes are stable: the window, the terminal and scripts may
 * rely on them, so a code is never renamed or reused.
 */
export const errorCodes = [
  'invalid-argument', // a value is missing, out of range, or contradicts another
  'not-found', // a file, folder, model, photo or job that isn't there
  'unreadable', // it is there, but can't be opened (permissions, a folder with a file's name)
  'not-an-image', // bytes that no decoder accepts
  'image-too-large', // more pixels than the decoder's limit
  'no-images', // a data source with nothing usable in it
  'too-few-images', // fewer than training and validation need
  'bad-data-file', // an IDX, CIFAR or npy file that is damaged or of a kind not supported
  'mask-empty', // nothing to fill
  'mask-size', // the mask and the image differ in size
  'model-damaged', // a model folder whose files don't fit together
  'file-damaged', // a compressed image that is cut, changed or none at all
  'wrong-model', // a compressed image that another model made
  'model-exists', // the folder to write to already holds a model
  'unsupported', // asked for something this version or this machine can't do
  'runtime-unavailable', // the named runtime doesn't run here
  'out-of-memory', // more than this machine has
  'diverged', // the loss is no longer a number
  'engine-stopped', // the engine process ended without an answer
  'interrupted', // the app was closed before it was done
  'cancelled',
  'forbidden', // a sender, token or path that is not allowed
  'disk', // writing failed: no space, read-only
  'internal', // a mistake of ours
] as const

export const errorCodeSchema = z.enum(errorCodes)
export type ErrorCode = z.infer<typeof errorCodeSchema>

/** What memory was needed and how much there was, in bytes, and the largest batch that would do, where one would. */
export const memoryNeedSchema = z.object({
  needed: z.number().nonnegative(),
  free: z.number().nonnegative(),
  fittingBatch: z.number().int().positive().optional(),
})
export type MemoryNeed = z.infer<typeof memoryNeedSchema>

const placeValueSchema: z.ZodType<PlaceValue> = z.union([
  z.string(),
  z.number(),
  z.object({ text: z.string(), because: z.lazy(() => reasonSchema.optional()) }),
])
const reasonSchema = z.object({ id: z.string(), values: z.record(z.string(), placeValueSchema) })
/** By what else a sentence can be said than in English. What another version wrote may be of no use, and is then left. */
export const becauseSchema = reasonSchema.optional().catch(undefined)

/** An error as a value: the form that crosses processes and the network. `message` says what to do. */
export const errorValueSchema = z.object({
  code: errorCodeSchema,
  message: z.string().min(1),
  /** What it is about: a path, a parameter, a model's id. */
  subject: z.string().optional(),
  /** Of `out-of-memory`, where it was known beforehand. */
  memory: memoryNeedSchema.optional(),
  /** What the message says, for other languages; absent where it is said in English alone. */
  because: becauseSchema,
})
export type ErrorValue = z.infer<typeof errorValueSchema>

interface ErrorParts extends ErrorOptions {
  readonly memory?: MemoryNeed | undefined
  readonly because?: Reason | undefined
}

/** The same as an exception, for use within a process. What a person may meet is made by `failure`. */
export class PixelloomError extends Error {
  override readonly name = 'PixelloomError'
  readonly memory: MemoryNeed | undefined
  readonly because: Reason | undefined

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly subject?: string,
    { memory, because, ...options }: ErrorParts = {},
  ) {
    super(message, options)
    this.memory = memory
    this.because = because
  }

  static from({ code, message, subject, memory, because }: ErrorValue): PixelloomError {
    return new PixelloomError(code, message, subject, { memory, because })
  }

  toValue(): ErrorValue {
    const { code, message, subject, memory, because } = this
    return {
      code,
      message,
      ...(subject && { subject }),
      ...(memory && { memory }),
      ...(because && { because }),
    }
  }
}

/** The error whose sentence is declared by that id (./reasons), about `subject`. */
export function failure<Id extends FailureId>(
  id: Id,
  values: ReasonValues<Id>,
  subject?: string,
  parts: Omit<ErrorParts, 'because'> = {},
): PixelloomError {
  const { text, because } = say(id, values)
  // That a failure is no note only the id tells.
  const code = sentenceOf(id)?.[0] as ErrorCode
  return new PixelloomError(code, text, subject, { ...parts, because })
}

/** Any thrown thing as an error value. What is not one of ours is `internal`, with its own message. */
export function toErrorValue(thrown: unknown): ErrorValue {
  if (thrown instanceof PixelloomError) return thrown.toValue()
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return { code: 'internal', message: message || 'Something unexpected went wrong.' }
}
