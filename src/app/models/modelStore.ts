import { rm, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import type { Storage } from '../../engine/host'
import { createNodeStorage } from '../../engine/hosts/node/storage'
import { listModels } from '../../engine/storage/listModels'
import { readMetrics } from '../../engine/storage/metrics'
import { documentName } from '../../engine/storage/modelFolder'
import { copyModel } from '../../engine/storage/transfer'
import type { DamagedModel, ModelSummary } from '../../shared/contract/entities'
import { PixelloomError } from '../../shared/errors'
import type { MetricsPoint } from '../../shared/jobs'
import { isPlainAddress } from '../files/inside'
import { slug } from './slug'
import { summarise, summariseListed } from './summary'

export interface ModelStoreOptions {
  readonly dataFolder: string
  /** Holds `models/`, the bundled ones. */
  readonly resources: string
  readonly storage?: Storage
}

/** A folder name that no other training will be given. */
export interface ReservedModel {
  readonly id: string
  readonly path: string
  /** Once the training is over, or never began. */
  release(): void
}

/** The models of a person and the bundled ones. An id is the name of a model's folder. */
export interface ModelStore {
  /** Newest first, bundled ones last. */
  list(): Promise<{ models: ModelSummary[]; damaged: DamagedModel[] }>
  /** By id. `not-found`, `model-damaged`. */
  find(id: string): Promise<ModelSummary>
  /** The absolute path of a model given as a folder or as an id. `not-found`. */
  resolve(model: string, cwd?: string): Promise<string>
  /** A folder to train a new model into; it isn't made yet. */
  reserve(name: string): Promise<ReservedModel>
  /** Copies a model folder into the data folder, under a free id. Errors as `copyModel`. */
  import(path: string): Promise<ModelSummary>
  /** Copies a model into a folder that holds none yet. Errors as `resolve` and `copyModel`. */
  export(model: string, out: string, cwd?: string): Promise<void>
  metrics(id: string): Promise<MetricsPoint[]>
}

export function createModelStore(options: ModelStoreOptions): ModelStore {
  const { dataFolder, resources, storage = createNodeStorage() } = options
  const files = { storage }
  const own = join(dataFolder, 'models')
  const bundled = join(resources, 'models')
  const reserved = new Set<string>()

  /** Bundled ids win: a folder of a person's own is given another at creation. */
  async function folderOf(id: string): Promise<{ path: string; bundled: boolean } | undefined> {
    if (id.includes('/') || !isPlainAddress(id)) return undefined
    if (await isModel(join(bundled, id))) return { path: join(bundled, id), bundled: true }
    return (await isFolder(join(own, id))) ? { path: join(own, id), bundled: false } : undefined
  }

  async function freeId(name: string): Promise<string> {
    const base = slug(name)
    for (let number = 1; ; number++) {
      const id = number === 1 ? base : `${base}-${number}`
      const taken = (await isThere(join(bundled, id))) || (await isThere(join(own, id)))
      // Asked last: another reservation may have been faster while the disk was looked at.
      if (!taken && !reserved.has(id)) return id
    }
  }

  async function reserve(name: string): Promise<ReservedModel> {
    const id = await freeId(name)
    if (reserved.has(id)) return reserve(name)
    reserved.add(id)
    return { id, path: join(own, id), release: () => void reserved.delete(id) }
  }

  async function mustFind(id: string): Promise<{ path: string; bundled: boolean }> {
    const found = await folderOf(id)
    if (found) return found
    throw new PixelloomError('not-found', `There is no model "${id}". Choose one from the list.`, id)
  }

  async function find(id: string): Promise<ModelSummary> {
    const found = await mustFind(id)
    return summarise(found.path, found.bundled, storage)
  }

  async function resolveModel(model: string, cwd = process.cwd()): Promise<string> {
    const path = resolve(cwd, model)
    if (await isModel(path)) return path
    const byId = await folderOf(model)
    if (byId) return byId.path
    // A folder without its model.json: whoever opens it says what is missing.
    if (await isFolder(path)) return path
    throw new PixelloomError(
      'not-found',
      `There is no model "${model}": neither a folder nor an id that \`pixelloom models\` lists.`,
      model,
    )
  }

  return {
    async list() {
      const [mine, theirs] = [await listModels(files, own), await listModels(files, bundled)]
      const taken = new Set(theirs.models.map(({ id }) => id))
      const hidden = mine.models
        .filter(({ id }) => taken.has(id))
        .map(({ id, path }) => ({ id, path, reason: 'A bundled model has this name: rename the folder.' }))
      const models = await Promise.all([
        ...mine.models.filter(({ id }) => !taken.has(id)).map((model) => summariseListed(model, false)),
        ...theirs.models.map((model) => summariseListed(model, true)),
      ])
      models.sort((a, b) => Number(a.bundled) - Number(b.bundled) || b.updatedAt - a.updatedAt)
      // A training that is writing its first files is not a damaged model.
      const damaged = mine.damaged.filter(({ id }) => !reserved.has(id))
      return { models, damaged: [...damaged, ...hidden, ...theirs.damaged] }
    },

    find,
    resolve: resolveModel,
    reserve,

    async import(path) {
      const from = resolve(path)
      const place = await reserve(basename(from))
      try {
        await copyModel(files, from, place.path)
        return await find(place.id)
      } catch (error) {
        // The place was free before, so that half a copy is all there can be.
        await rm(place.path, { recursive: true, force: true })
        throw error
      } finally {
        place.release()
      }
    },

    async export(model, out, cwd = process.cwd()) {
      await copyModel(files, await resolveModel(model, cwd), resolve(cwd, out))
    },

    async metrics(id) {
      // While a training has written nothing yet, its curve is empty, not missing.
      if (reserved.has(id) && !(await folderOf(id))) return []
      return readMetrics(files, (await mustFind(id)).path)
    },
  }
}

async function isModel(path: string): Promise<boolean> {
  return isThere(join(path, documentName))
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
