import { join } from 'node:path'
import { promisify } from 'node:util'
import { deflate, inflate } from 'node:zlib'
import type { Storage } from '../../engine/host'
import { methods, type MethodArguments } from '../../shared/contract/methods'
import { decodeWire, encodeWire } from '../../shared/contract/wire'

/** Requests of the contract that begin a job which can be asked for again. */
export const repeatableMethods = [
  'jobs.complete',
  'jobs.completeFolder',
  'jobs.sample',
  'jobs.train',
  'jobs.continueTraining',
  'jobs.verify',
] as const
export type RepeatableMethod = (typeof repeatableMethods)[number]

export type RequestOf<M extends RepeatableMethod> = {
  readonly method: M
  readonly input: MethodArguments<M>
}
/** What a job was asked for. */
export type JobRequest = { [M in RepeatableMethod]: RequestOf<M> }[RepeatableMethod]

const fileName = 'request.bin'

/**
 * Keeps what a job was asked for in its folder: as the contract sends it, deflated, since a mask has a byte for each
 * pixel of a photo and is mostly of one kind.
 */
export async function writeRequest(storage: Storage, folder: string, request: JobRequest): Promise<void> {
  await storage.makeFolder(folder)
  const bytes = await promisify(deflate)(encodeWire(request))
  await storage.write(join(folder, fileName), bytes)
}

/** What `writeRequest` kept; undefined where there is nothing, or nothing that this version understands. */
export async function readRequest(storage: Storage, folder: string): Promise<JobRequest | undefined> {
  const path = join(folder, fileName)
  if ((await storage.kind(path)) !== 'file') return undefined
  try {
    const text = (await promisify(inflate)(await storage.read(path))).toString()
    return checked(decodeWire(text))
  } catch {
    // Damaged, or of another version: then it can't be asked for again, and nothing else depends on it.
    return undefined
  }
}

function checked(value: unknown): JobRequest | undefined {
  if (value === null || typeof value !== 'object' || !('method' in value) || !('input' in value))
    return undefined
  const method = repeatableMethods.find((known) => known === value.method)
  const parsed = method && methods[method].input.safeParse(value.input)
  // The method and the schema go together, which a union of the two can't say.
  return parsed?.success ? ({ method, input: parsed.data } as JobRequest) : undefined
}
