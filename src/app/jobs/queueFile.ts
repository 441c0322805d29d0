import { rename } from 'node:fs/promises'
import { z } from 'zod'
import type { Storage } from '../../engine/host'
import { jobSnapshotSchema } from '../../shared/jobs'
import { PixelloomError } from '../../shared/errors'
import { lanes } from './work'

const version = 1

/** A picture as its file: the address is made anew for whoever shows it. */
const keptPictureSchema = z.object({
  role: z.enum(['completion', 'sample', 'held-out']),
  variant: z.number().int().nonnegative(),
  file: z.string(),
  step: z.number().int().nonnegative().optional(),
  nats: z.number().optional(),
})
export type KeptPicture = z.infer<typeof keptPictureSchema>

/** A job as it outlives the app. */
const keptJobSchema = z.object({
  job: jobSnapshotSchema,
  lane: z.enum(lanes),
  pictureFolders: z.array(z.string()),
  pictures: z.array(keptPictureSchema),
})
export type KeptJob = z.infer<typeof keptJobSchema>

const fileSchema = z.object({ version: z.number().int(), jobs: z.array(z.unknown()) })

/**
 * queue.json: the jobs of earlier runs of the app. One that can't be read is passed over; a file that is no list of
 * jobs is kept beside as queue.json.bad. `unsupported` for one of a later version.
 */
export async function readQueueFile(
  storage: Storage,
  path: string,
  log: (message: string) => void,
): Promise<KeptJob[]> {
  if ((await storage.kind(path)) === 'missing') return []
  const file = parsed(new TextDecoder().decode(await storage.read(path)))
  if (!file) {
    await rename(path, `${path}.bad`)
    log(`The list of jobs could not be read and begins anew; the file is kept as ${path}.bad.`)
    return []
  }
  if (file.version > version) {
    throw new PixelloomError(
      'unsupported',
      'The list of jobs was written by a newer Pixelloom. Update this one, or choose another data folder.',
      path,
    )
  }
  const jobs = file.jobs.flatMap((job) => {
    const read = keptJobSchema.safeParse(job)
    return read.success ? [read.data] : []
  })
  const lost = file.jobs.length - jobs.length
  if (lost > 0) log(`${lost} of ${file.jobs.length} earlier jobs could not be read and are no longer listed.`)
  return jobs
}

function parsed(text: string): z.infer<typeof fileSchema> | undefined {
  try {
    return fileSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

/** Writes queue.json whenever the jobs are not what they were; while one writing goes on, the next one waits. */
export class QueueFile {
  #wanted = false
  #writing: Promise<void> | undefined

  constructor(
    private readonly storage: Storage,
    private readonly path: string,
    private readonly jobs: () => KeptJob[],
    private readonly log: (message: string) => void,
  ) {}

  /** The jobs are not what they were. */
  touch(): void {
    this.#wanted = true
    this.#writing ??= this.#write().finally(() => (this.#writing = undefined))
  }

  /** Everything that was touched is on disk. */
  async flush(): Promise<void> {
    await this.#writing
  }

  async #write(): Promise<void> {
    while (this.#wanted) {
      // What changes together is written together.
      await Promise.resolve()
      this.#wanted = false
      const text = JSON.stringify({ version, jobs: this.jobs() })
      try {
        await this.storage.write(this.path, new TextEncoder().encode(`${text}\n`))
      } catch (error) {
        // Jobs run on all the same; only after a restart would they be missing.
        this.log(
          `The list of jobs could not be kept: ${error instanceof Error ? error.message : String(error)}`,
        )
      }
    }
  }
}
