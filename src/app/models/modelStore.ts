import { basename, resolve } from 'node:path'
import type { Storage } from '../../engine/host'
import { createNodeStorage } from '../../engine/hosts/node/storage'
import { leftOut } from '../../engine/data/reasons'
import { listModels } from '../../engine/storage/listModels'
import { readMetrics } from '../../engine/storage/metrics'
import type { ModelDocument } from '../../engine/storage/modelDocument'
import { readModelDocument, writeModelDocument } from '../../engine/storage/modelFolder'
import { copyModel } from '../../engine/storage/transfer'
import type { DamagedModel, ModelSummary } from '../../shared/contract/entities'
import { PixelloomError } from '../../shared/errors'
import type { MetricsPoint } from '../../shared/jobs'
import { packModel } from './archive/packModel'
import { createModelIntake, isArchiveName, type ModelFile } from './intake'
import { createModelFolders, isFolder, isModel, type ReservedModel } from './modelFolders'
import { createModelTrash, type ModelTrash } from './modelTrash'
import { summarise, summariseListed } from './summary'

export type { ReservedModel } from './modelFolders'

export interface ModelStoreOptions {
  readonly dataFolder: string
  /** Holds `models/`, the bundled ones. */
  readonly resources: string
  readonly storage?: Storage
  readonly log?: (message: string) => void
}

/** What a person can say of a model of their own. */
export interface ModelWords {
  readonly name?: string | undefined
  /** Empty: none. */
  readonly description?: string | undefined
}

/** The models of a person and the bundled ones. An id is the name of a model's folder. */
export interface ModelStore {
  /** Newest first, bundled ones last. */
  list(): Promise<{ models: ModelSummary[]; damaged: DamagedModel[] }>
  /** By id. `not-found`, `model-damaged`. */
  find(id: string): Promise<ModelSummary>
  /** The folder of a model or of a damaged one. `not-found`. */
  folder(id: string): Promise<string>
  /** The absolute path of a model given as a folder or as an id. `not-found`. */
  resolve(model: string, cwd?: string): Promise<string>
  /** A folder to train a new model into; it isn't made yet. */
  reserve(name: string): Promise<ReservedModel>
  /** Copies a model folder, or one packed into a file, into the data folder, under a free id. Errors as the intake's. */
  import(path: string): Promise<ModelSummary>
  importFiles(name: string, files: readonly ModelFile[]): Promise<ModelSummary>
  /** Under an id made of its new name. Errors as `find` and `copyModel`. */
  duplicate(id: string, name: string): Promise<ModelSummary>
  /** Writes what a person says of it into `model.json`. `unsupported` for bundled ones, and as `find`. */
  update(id: string, words: ModelWords): Promise<ModelSummary>
  /** The model as one file. Errors as `find` and `packModel`. */
  pack(id: string): Promise<Uint8Array>
  /** Copies a model into a folder that holds none yet, or a file to make. Errors as `resolve` and `copyModel`. */
  export(model: string, out: string, cwd?: string): Promise<void>
  metrics(id: string): Promise<MetricsPoint[]>
  readonly trash: ModelTrash
  /** Removes what earlier runs left: broken-off imports, and what was deleted. */
  tidy(): Promise<void>
}

export function createModelStore(options: ModelStoreOptions): ModelStore {
  const { dataFolder, resources, storage = createNodeStorage(), log = () => undefined } = options
  const files = { storage }
  const folders = createModelFolders(dataFolder, resources)
  const intake = createModelIntake(folders, storage)
  const trash = createModelTrash(folders, storage, log)

  async function find(id: string): Promise<ModelSummary> {
    const found = await folders.mustFind(id)
    return summarise(found.path, found.bundled, storage)
  }

  async function resolveModel(model: string, cwd = process.cwd()): Promise<string> {
    const path = resolve(cwd, model)
    if (await isModel(path)) return path
    const byId = await folders.find(model)
    if (byId) return byId.path
    // A folder without its model.json: whoever opens it says what is missing.
    if (await isFolder(path)) return path
    throw new PixelloomError(
      'not-found',
      `There is no model "${model}": neither a folder nor an id that \`pixelloom models\` lists.`,
      model,
    )
  }

  async function changeDocument(path: string, words: ModelWords): Promise<void> {
    const { description, ...document } = await readModelDocument(files, path)
    const said = (words.description ?? description)?.trim()
    const changed: ModelDocument = {
      ...document,
      ...(words.name !== undefined && { name: words.name }),
      ...(said && { description: said }),
    }
    await writeModelDocument(files, path, changed)
  }

  return {
    async list() {
      const [mine, theirs] = [await listModels(files, folders.own), await listModels(files, folders.bundled)]
      const taken = new Set(theirs.models.map(({ id }) => id))
      const hidden = mine.models
        .filter(({ id }) => taken.has(id))
        .map(({ id, path }) => ({ id, ...leftOut(path, 'models.nameTaken', {}) }))
      const models = await Promise.all([
        ...mine.models.filter(({ id }) => !taken.has(id)).map((model) => summariseListed(model, false)),
        ...theirs.models.map((model) => summariseListed(model, true)),
      ])
      models.sort((a, b) => Number(a.bundled) - Number(b.bundled) || b.updatedAt - a.updatedAt)
      // A training that is writing its first files is not a damaged model.
      const damaged = mine.damaged.filter(({ id }) => !folders.isReserved(id))
      const broken = theirs.damaged.map((model) => ({ ...model, bundled: true }))
      return { models, damaged: [...damaged, ...hidden, ...broken] }
    },

    find,
    folder: async (id) => (await folders.find(id))?.path ?? folders.mustFindOwn(id),
    resolve: resolveModel,
    reserve: (name) => folders.reserve(name),
    import: async (path) => find(await intake.fromPath(resolve(path))),
    importFiles: async (name, given) => find(await intake.fromFiles(name, given)),

    async duplicate(id, name) {
      const { path } = await folders.mustFind(id)
      return find(await intake.copy(path, name, (copy) => changeDocument(copy, { name })))
    },

    async update(id, words) {
      await changeDocument(await folders.mustFindOwn(id), words)
      return find(id)
    },

    pack: async (id) => packModel(storage, (await folders.mustFind(id)).path, id),

    async export(model, out, cwd = process.cwd()) {
      const [from, to] = [await resolveModel(model, cwd), resolve(cwd, out)]
      if (!isArchiveName(to)) return copyModel(files, from, to)
      if ((await storage.kind(to)) !== 'missing') {
        throw new PixelloomError('model-exists', `${to} is there already. Choose another name.`, to)
      }
      await storage.write(to, await packModel(storage, from, basename(from)))
    },

    async metrics(id) {
      // While a training has written nothing yet, its curve is empty, not missing.
      if (folders.isReserved(id) && !(await folders.find(id))) return []
      return readMetrics(files, (await folders.mustFind(id)).path)
    },

    trash,
    async tidy() {
      await intake.tidy()
      await trash.empty()
    },
  }
}
