import { randomUUID } from 'node:crypto'
import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Storage } from '../../engine/host'
import type { Engine } from '../../engine/hosts/channel'
import type { MethodArguments, MethodOutput } from '../../shared/contract/methods'
import { failure, PixelloomError } from '../../shared/errors'
import type { Rectangle } from '../../shared/geometry'
import type { JobResult } from '../../shared/jobs'
import { keyOf } from '../files/hashes'
import type { JobQueue } from '../jobs/jobQueue'
import type { Library } from '../library/library'
import type { ModelStore } from '../models/modelStore'
import { ask } from './quickJobs'

type Found = Extract<JobResult, { kind: 'surprise' }>

interface Looked {
  readonly found: Found
  readonly folder: string
}

/** A picture to look at: a part of a file, or all of it, which then stands for that part of the photo. */
interface Part {
  readonly image: string
  readonly frame: Rectangle
  /** The file is the framed part alone, at the model's scale. */
  readonly whole: boolean
}

/** Looks that are kept, so that going back and forth between variants costs nothing. */
const most = 24
const floatBytes = 4

export interface SurpriseParts {
  readonly engine: Engine
  readonly storage: Storage
  readonly library: Library
  readonly models: ModelStore
  readonly jobs: JobQueue
  /** What is found is kept here for as long as the app runs. */
  readonly folder: string
}

/** How unlikely a model finds pictures, pixel by pixel. */
export interface Surprises {
  look(request: MethodArguments<'results.surprise'>): Promise<MethodOutput<'results.surprise'>>
  distribution(
    request: MethodArguments<'results.distribution'>,
  ): Promise<MethodOutput<'results.distribution'>>
  close(): Promise<void>
}

export function createSurprises(parts: SurpriseParts): Surprises {
  const { engine, storage, library, models, jobs, folder } = parts
  /** By what was looked at, the last one last; a look on the way counts, too. */
  const looked = new Map<string, Promise<Looked>>()
  const byId = new Map<string, Looked>()

  async function partsOf({ photoId, frame, jobId, variant }: MethodArguments<'results.surprise'>) {
    const { path } = await library.locate(photoId)
    const result = jobId === undefined ? undefined : jobs.find(jobId).result
    const pictures = (result?.kind === 'complete' && result.pictures) || []
    if (jobId === undefined || variant === undefined) {
      const frames = pictures.length > 0 ? pictures.map((one) => one.frame) : [frame]
      return frames.map((one): Part => ({ image: path, frame: one, whole: false }))
    }
    const finished = await jobs.completion(jobId, variant)
    if (pictures.length === 0) return [{ image: finished.path, frame, whole: false }]
    return pictures.map((one): Part => {
      const image = one.files[variant]
      if (image === undefined) throw failure('jobs.noVariant', {}, jobId)
      return { image, frame: one.frame, whole: true }
    })
  }

  async function lookAt(model: string, { image, frame, whole }: Part): Promise<[string, Looked]> {
    const { size, mtimeMs } = await stat(image)
    const identity = JSON.stringify([model, image, size, mtimeMs, !whole && frame])
    const id = keyOf(identity)
    const known = looked.get(id)
    const looking =
      known ??
      (async () => {
        const out = join(folder, randomUUID())
        const asked = { kind: 'surprise', model, image, out, ...(!whole && { frame }) } as const
        return { found: await ask(engine, 'surprise', asked), folder: out }
      })()
    looked.delete(id)
    looked.set(id, looking)
    try {
      byId.set(id, await looking)
    } catch (error) {
      looked.delete(id)
      throw error
    }
    await forgetOldest()
    return [id, await looking]
  }

  async function forgetOldest(): Promise<void> {
    for (const [id] of looked) {
      if (looked.size <= most) return
      looked.delete(id)
      const old = byId.get(id)
      byId.delete(id)
      if (old) await rm(old.folder, { recursive: true, force: true })
    }
  }

  return {
    async look(request) {
      const model = await models.find(request.modelId)
      const maps = []
      for (const part of await partsOf(request)) {
        const [id, { found }] = await lookAt(model.path, part)
        const { width, height, nats, channels, levels } = found
        const frame = part.whole ? part.frame : found.frame
        const [map, picture] = [await storage.read(found.map), await storage.read(found.picture)]
        maps.push({ id, frame, width, height, channels, levels, nats, map, picture })
      }
      return { maps }
    },

    async distribution({ id, x, y }) {
      const known = byId.get(id)?.found
      if (!known) throw failure('jobs.lookAgain', {}, id)
      const { width, height, channels, levels, distributions, picture } = known
      if (x >= width || y >= height) {
        throw new PixelloomError('invalid-argument', `The picture has ${width} x ${height} pixels.`, 'x')
      }
      const cell = y * width + x
      const length = channels * levels
      const bytes = await storage.readPart(distributions, cell * length * floatBytes, length * floatBytes)
      const logs = new Float32Array(new Uint8Array(bytes).buffer)
      const own = await storage.readPart(picture, cell * channels, channels)
      return {
        values: Array.from({ length: channels }, (_, channel) => ({
          level: own[channel] ?? 0,
          probabilities: [...logs.subarray(channel * levels, (channel + 1) * levels)].map(Math.exp),
        })),
      }
    },

    close: () => rm(folder, { recursive: true, force: true }),
  }
}
