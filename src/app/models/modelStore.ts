import { cp, lstat, mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import type { DamagedModel, ModelSummary } from '../../shared/contract/entities'
import { PixelloomError, toErrorValue } from '../../shared/errors'
import type { MetricsPoint } from '../../shared/jobs'
import { isPlainAddress } from '../files/inside'
import { mapLimited } from '../files/limit'
import { readMetrics } from './metrics'
import { slug } from './slug'
import { configurationFile, summarise, summaryKey } from './summary'

export interface ModelStoreOptions {
  readonly dataFolder: string
  /** Holds `models/`, the bundled ones. */
  readonly resources: string
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
  /** Copies a model folder into the data folder, under a free id. */
  import(path: string): Promise<ModelSummary>
  /** Copies a model into a folder to make. `model-exists` where something is there. */
  export(model: string, out: string, cwd?: string): Promise<void>
  metrics(id: string): Promise<MetricsPoint[]>
}

export function createModelStore({ dataFolder, resources }: ModelStoreOptions): ModelStore {
  const own = join(dataFolder, 'models')
  const bundled = join(resources, 'models')
  const reserved = new Set<string>()
  const known = new Map<string, { key: string; summary: ModelSummary }>()

  async function summaryOf(folder: string, isBundled: boolean): Promise<ModelSummary> {
    const key = await summaryKey(folder)
    const before = known.get(folder)
    if (before?.key === key) return before.summary
    const summary = await summarise(folder, isBundled)
    known.set(folder, { key, summary })
    return summary
  }

  async function folderOf(id: string): Promise<{ path: string; bundled: boolean } | undefined> {
    if (id.includes('/') || !isPlainAddress(id)) return undefined
    for (const [root, isBundled] of [
      [bundled, true],
      [own, false],
    ] as const) {
      if (await isFolder(join(root, id))) return { path: join(root, id), bundled: isBundled }
    }
    return undefined
  }

  async function freeId(name: string): Promise<string> {
    const base = slug(name)
    for (let number = 1; ; number++) {
      const id = number === 1 ? base : `${base}-${number}`
      if (!reserved.has(id) && !(await isThere(join(bundled, id))) && !(await isThere(join(own, id))))
        return id
    }
  }

  async function reserve(name: string): Promise<ReservedModel> {
    const id = await freeId(name)
    // Another reservation may have been faster while the disk was looked at.
    if (reserved.has(id)) return reserve(name)
    reserved.add(id)
    return { id, path: join(own, id), release: () => void reserved.delete(id) }
  }

  async function find(id: string): Promise<ModelSummary> {
    const found = await folderOf(id)
    if (!found)
      throw new PixelloomError('not-found', `There is no model "${id}". Choose one from the list.`, id)
    return summaryOf(found.path, found.bundled)
  }

  async function resolveModel(model: string, cwd = process.cwd()): Promise<string> {
    const path = resolve(cwd, model)
    if (await isThere(join(path, configurationFile))) return path
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
      const models: ModelSummary[] = []
      const damaged: DamagedModel[] = []
      const bundledIds = await folderNames(bundled)
      const folders = [
        ...(await folderNames(own)).map((id) => ({ id, path: join(own, id), isBundled: false })),
        ...bundledIds.map((id) => ({ id, path: join(bundled, id), isBundled: true })),
      ]
      await mapLimited(folders, 8, async ({ id, path, isBundled }) => {
        if (!isBundled && bundledIds.includes(id)) {
          damaged.push({ id, path, reason: 'A bundled model has this name: rename the folder.' })
          return
        }
        try {
          models.push(await summaryOf(path, isBundled))
        } catch (error) {
          // A training that has saved nothing yet is not a damaged model.
          if (!reserved.has(id)) damaged.push({ id, path, reason: toErrorValue(error).message })
        }
      })
      models.sort(
        (a, b) => Number(a.bundled) - Number(b.bundled) || b.updatedAt - a.updatedAt || compare(a.id, b.id),
      )
      damaged.sort((a, b) => compare(a.id, b.id))
      return { models, damaged }
    },

    find,
    resolve: resolveModel,
    reserve,

    async import(path) {
      const from = resolve(path)
      if (!(await isFolder(from))) {
        throw new PixelloomError(
          'not-found',
          `${from} is not a folder. Choose a folder with a ${configurationFile}.`,
          from,
        )
      }
      await summarise(from, false)
      const place = await reserve(basename(from))
      try {
        await copyFolder(from, place.path)
        return await summaryOf(place.path, false)
      } finally {
        place.release()
      }
    },

    async export(model, out, cwd = process.cwd()) {
      const to = resolve(cwd, out)
      if (/\.(zip|tar|t?gz)$/i.test(to)) {
        throw new PixelloomError(
          'unsupported',
          'A model is exported as a folder: name one, without an extension.',
          to,
        )
      }
      const from = await resolveModel(model, cwd)
      if (await isThere(to)) {
        throw new PixelloomError('model-exists', `${to} is there already: name a folder to make.`, to)
      }
      await summarise(from, false)
      await copyFolder(from, to)
    },

    async metrics(id) {
      const found = await folderOf(id)
      // While a training has written nothing yet, its curve is empty, not missing.
      if (!found && reserved.has(id)) return []
      if (!found) throw new PixelloomError('not-found', `There is no model "${id}".`, id)
      return readMetrics(found.path)
    },
  }
}

/** Whole or not at all: under a hidden name first. Links are left behind. */
async function copyFolder(from: string, to: string): Promise<void> {
  const temporary = join(to, '..', `.${basename(to)}.part`)
  try {
    await mkdir(join(to, '..'), { recursive: true })
    await rm(temporary, { recursive: true, force: true })
    await cp(from, temporary, {
      recursive: true,
      filter: async (path) => path === from || !(await lstat(path)).isSymbolicLink(),
    })
    await rename(temporary, to)
  } catch (cause) {
    await rm(temporary, { recursive: true, force: true })
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new PixelloomError('disk', `The model could not be copied to ${to}: ${reason}.`, to, { cause })
  }
}

async function folderNames(root: string): Promise<string[]> {
  const names = (await readdir(root).catch(() => [])).filter((name) => !name.startsWith('.')).sort()
  const folders = await Promise.all(names.map((name) => isFolder(join(root, name))))
  return names.filter((_name, index) => folders[index])
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

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
