import { parse } from 'node:path'
import type { Engine } from '../../engine/hosts/channel'
import { failure, PixelloomError } from '../../shared/errors'
import { toldOf } from '../../engine/data/reasons'
import { decodeMask } from '../../shared/maskText'
import type { CompletionRecipe } from '../../shared/recipe'
import { saveChoicesSchema } from '../../shared/saving'
import { ask } from '../results/quickJobs'
import { findPhoto, readRecipe } from '../results/recipeOf'
import { type ReadyFile, SavedFiles, type SavedFilesParts } from '../results/savedFiles'
import type { Surprises } from '../results/surprise'
import type { Shell } from '../shell'
import type { HandlersOf } from './types'

export interface ResultHandlerParts extends SavedFilesParts {
  readonly engine: Engine
  readonly shell: Shell
  readonly surprises: Surprises
}

export function createResultHandlers(parts: ResultHandlerParts): HandlersOf<'results'> {
  const { jobs, library, models, storage, shell, engine, surprises } = parts
  const files = new SavedFiles(parts)

  /** To where the window says, or for a browser to fetch. */
  async function handOut({ name, path, address }: ReadyFile) {
    if (shell.kind === 'browser') return { how: 'download', address, name } as const
    const to = await shell.chooseSavePath(name)
    if (to === null) return { how: 'cancelled' } as const
    await storage.write(to, await storage.read(path))
    return { how: 'saved', path: to } as const
  }

  /** The model that a recipe names: by what it computes, whatever it is called here. */
  async function findModel({ model }: CompletionRecipe): Promise<string | undefined> {
    const listed = (await models.list()).models
    const { hashes } = await ask(engine, 'identify', {
      kind: 'identify',
      models: listed.map(({ path }) => path),
    })
    return listed[hashes.indexOf(model.hash)]?.id
  }

  return {
    'results.save': async ({ jobId, variant, as }) => handOut(await files.one(jobId, variant, as)),

    'results.saveGrid': async ({ jobId, as }) => handOut(await files.grid(jobId, as)),

    'results.saveAll': async ({ jobId, as }) => {
      const variants = files.finished(jobId)
      if (variants.length === 0) throw failure('jobs.noneFinished', {}, jobId)
      const folder = shell.kind === 'window' ? await shell.chooseFolder() : undefined
      if (folder === null) return { how: 'cancelled' }
      const ready: ReadyFile[] = []
      for (const variant of variants) ready.push(await files.one(jobId, variant, as))
      if (folder === undefined) {
        return { how: 'download', files: ready.map(({ address, name }) => ({ address, name })) }
      }
      await files.copyInto(folder, ready)
      return { how: 'saved', folder, count: ready.length }
    },

    'results.copy': async ({ jobId, variant }) => {
      const { picture, path } = await jobs.completion(jobId, variant)
      if (shell.kind === 'browser') return { how: 'address', address: picture.address }
      await shell.copyImage(path)
      return { how: 'copied' }
    },

    'results.drag': async ({ jobId, variant }) => {
      const { path } = await jobs.completion(jobId, variant)
      if (shell.kind === 'browser') {
        throw new PixelloomError('unsupported', 'A browser drags the picture itself.')
      }
      shell.startDrag([path])
      return {}
    },

    'results.accept': async ({ jobId, variant }) => {
      const { path } = await jobs.completion(jobId, variant)
      const usual = saveChoicesSchema.parse({ nameTemplate: '{photo}-completed-{variant}' })
      const name = `${await files.name(jobId, variant, usual)}${parse(path).ext}`
      const { added, skipped } = await library.addBytes(
        name,
        await storage.read(path),
        jobs.find(jobId).photoId,
      )
      const [photo] = added
      if (photo) return photo
      const [refused] = skipped
      if (!refused) throw failure('jobs.refusedUnsaid', {}, name)
      throw failure('jobs.refused', { why: toldOf(refused) }, name)
    },

    'results.recipe': async ({ jobId, variant }) => {
      const { path } = await jobs.completion(jobId, variant)
      return { recipe: (await readRecipe(storage, path)) ?? null }
    },

    'results.restorable': async ({ photoId }) => {
      const { path } = await library.locate(photoId)
      const recipe = await readRecipe(storage, path)
      if (!recipe) return { found: null }
      const [source, modelId] = [await findPhoto(library, recipe), await findModel(recipe)]
      const { width, height } = recipe.photo
      const mask = recipe.mask.runs === undefined ? undefined : decodeMask(recipe.mask.runs, width * height)
      return {
        found: {
          recipe,
          ...(source !== undefined && { photoId: source }),
          ...(modelId !== undefined && { modelId }),
          ...(mask && { mask }),
        },
      }
    },

    'results.surprise': (request) => surprises.look(request),
    'results.distribution': (request) => surprises.distribution(request),
  }
}
