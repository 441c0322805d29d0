import { randomUUID } from 'node:crypto'
import { basename, dirname, extname, join, parse } from 'node:path'
import type { Storage } from '../../engine/host'
import { failure, PixelloomError } from '../../shared/errors'
import { extensionOf, nameBy, type SaveChoices } from '../../shared/saving'
import type { Settings } from '../../shared/settings'
import type { JobQueue } from '../jobs/jobQueue'
import type { Library } from '../library/library'
import type { ModelStore } from '../models/modelStore'
import { exportGrid, exportPicture, type SavedAs } from './exportPicture'

export interface SavedFilesParts {
  readonly jobs: JobQueue
  readonly library: Library
  readonly models: ModelStore
  readonly storage: Storage
  readonly settings: () => Settings
}

/** A file that is ready to be saved. */
export interface ReadyFile {
  readonly name: string
  /** Where it lies until then, and the address of that. */
  readonly path: string
  readonly address: string
}

/** Completions in the formats, and by the names, that they are saved in. */
export class SavedFiles {
  constructor(private readonly parts: SavedFilesParts) {}

  /** A finished variant; the very file that was drawn where nothing of it is to be changed. */
  async one(jobId: string, variant: number, as: SaveChoices): Promise<ReadyFile> {
    const { picture, path } = await this.parts.jobs.completion(jobId, variant)
    const choices = this.#choices(as)
    const name = `${await this.name(jobId, variant, as)}${extensionOf[choices.format]}`
    if (choices.format === 'png' && choices.keepMetadata && choices.recipe) {
      return { name, path, address: picture.address }
    }
    const bytes = await exportPicture(await this.parts.storage.read(path), choices).catch(notAPicture(path))
    return { name, ...(await this.#keep(jobId, dirname(path), name, bytes)) }
  }

  /** All finished variants in one picture. `not-found` where none is. */
  async grid(jobId: string, as: SaveChoices): Promise<ReadyFile> {
    const { jobs } = this.parts
    const variants = this.finished(jobId)
    const [first] = variants
    if (first === undefined) throw failure('jobs.noneFinished', {}, jobId)
    const paths = await Promise.all(variants.map(async (one) => (await jobs.completion(jobId, one)).path))
    const choices = this.#choices(as)
    const named = await this.name(jobId, first, as, 'grid')
    const name = `${named}${extensionOf[choices.format]}`
    const bytes = await exportGrid(paths, choices).catch(notAPicture(paths[0]))
    return { name, ...(await this.#keep(jobId, dirname(paths[0] ?? ''), name, bytes)) }
  }

  /** Numbers of the finished variants of a job. */
  finished(jobId: string): number[] {
    const pictures = this.parts.jobs.pictures(jobId).filter(({ role }) => role === 'completion')
    return pictures.map(({ variant }) => variant).sort((a, b) => a - b)
  }

  /** What a variant's file is called, without its ending. */
  async name(jobId: string, variant: number, as: SaveChoices, number?: string): Promise<string> {
    const { jobs, library, models, settings } = this.parts
    const { photoId, modelId, seed } = jobs.find(jobId)
    const photo = photoId === undefined ? undefined : library.find(photoId)
    const template = as.nameTemplate ?? settings().saving.nameTemplate
    // Looked up only where it is asked for: a model may have been removed since.
    const model = template.includes('{model}') ? await modelName(models, modelId) : ''
    const date = new Date()
    const two = (part: number): string => String(part).padStart(2, '0')
    return nameBy(template, {
      photo: parse(photo?.name ?? 'photo').name,
      variant: number ?? String(variant + 1),
      model,
      seed: String(seed ?? ''),
      date: `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`,
    })
  }

  /** Copies files into a folder, each under a name that is free there: nothing is overwritten. */
  async copyInto(folder: string, files: readonly ReadyFile[]): Promise<void> {
    const { storage } = this.parts
    for (const { name, path } of files) {
      const { name: stem, ext } = parse(name)
      let to = join(folder, name)
      for (let number = 2; (await storage.kind(to)) !== 'missing'; number++) {
        to = join(folder, `${stem} (${number})${ext}`)
      }
      await storage.write(to, await storage.read(path))
    }
  }

  #choices(as: SaveChoices): SavedAs {
    const { format, quality, keepMetadata } = this.parts.settings().saving
    return {
      ...{ format: as.format ?? format, quality: as.quality ?? quality },
      ...{ keepMetadata: as.keepMetadata ?? keepMetadata, lossless: as.lossless, recipe: as.recipe },
    }
  }

  /** In the job's own folder, from which it can be downloaded, and with which it goes. */
  async #keep(jobId: string, folder: string, name: string, bytes: Uint8Array) {
    const path = join(folder, `saved-${randomUUID()}${extname(name)}`)
    await this.parts.storage.write(path, bytes)
    return { path, address: `jobs/${jobId}/${basename(path)}` }
  }
}

async function modelName(models: ModelStore, modelId: string | undefined): Promise<string> {
  if (modelId === undefined) return ''
  try {
    return (await models.find(modelId)).name
  } catch (error) {
    if (error instanceof PixelloomError && error.code === 'not-found') return modelId
    throw error
  }
}

function notAPicture(path: string | undefined): (cause: unknown) => never {
  return (cause) => {
    throw failure('jobs.resultDamaged', {}, path, { cause })
  }
}
