import { modelArchiveEnding } from '../../shared/commands'
import { failure, PixelloomError } from '../../shared/errors'
import { isFinal, type JobSnapshot } from '../../shared/jobs'
import type { Storage } from '../../engine/host'
import type { EventHub } from '../events'
import { personPath } from '../files/personPath'
import type { ModelServices } from '../models/modelServices'
import type { ModelStore } from '../models/modelStore'
import { slug } from '../models/slug'
import type { Shell } from '../shell'
import type { HandlersOf } from './types'

export interface ModelHandlerParts {
  readonly models: ModelStore
  readonly services: ModelServices
  readonly storage: Storage
  readonly shell: Shell
  readonly events: EventHub
  readonly jobs: () => readonly JobSnapshot[]
}

export function createModelHandlers(parts: ModelHandlerParts): HandlersOf<'models'> {
  const { models, services, storage, shell, events, jobs } = parts

  /** Passes on what came of a change, and tells everyone to ask for the list again. */
  function changed<T>(result: T): T {
    events.emit({ event: 'models.changed', payload: {} })
    return result
  }

  /** A training writes what a person would change, and what they see deleted would come again. */
  function mustRest(modelId: string): void {
    if (!jobs().some((job) => job.kind === 'train' && job.modelId === modelId && !isFinal(job.state))) return
    throw failure('models.inTraining', {}, modelId)
  }

  return {
    'models.list': async () => {
      const { models: all, damaged } = await models.list()
      return { models: await Promise.all(all.map((model) => services.describe(model))), damaged }
    },

    'models.import': async ({ path }) => changed(await models.import(personPath(path, 'path'))),
    'models.importFiles': async ({ name, files }) => changed(await models.importFiles(name, files)),

    'models.update': async ({ modelId, ...words }) => {
      mustRest(modelId)
      return changed(await services.describe(await models.update(modelId, words)))
    },

    'models.duplicate': async ({ modelId, name }) => changed(await models.duplicate(modelId, name)),

    'models.remove': async ({ modelId }) => {
      mustRest(modelId)
      return changed({ trashId: await models.trash.put(modelId) })
    },

    'models.restore': async ({ trashId }) => changed({ modelId: await models.trash.restore(trashId) }),

    'models.export': async ({ modelId }) => {
      const model = await models.find(modelId)
      if (shell.kind === 'browser') return { how: 'download', ...(await services.download(model)) }
      const bytes = await models.pack(modelId)
      const path = await shell.chooseSavePath(`${slug(model.name)}${modelArchiveEnding}`)
      if (path === null) return { how: 'cancelled' }
      await storage.write(path, bytes)
      return { how: 'saved', path }
    },

    'models.show': async ({ modelId }) => {
      if (shell.kind === 'browser') {
        throw new PixelloomError('unsupported', 'A browser can’t open folders: go to the path that is shown.')
      }
      shell.showInFolder(await models.folder(modelId))
      return {}
    },

    'models.samples': async ({ modelId }) => ({
      pictures: await services.strips.of(await models.find(modelId)),
    }),

    'models.metrics': async ({ modelId }) => ({ points: await models.metrics(modelId) }),
  }
}
