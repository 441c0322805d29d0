import type { EventHub } from '../events'
import { personPath } from '../files/personPath'
import type { ModelStore } from '../models/modelStore'
import type { HandlersOf } from './types'

export function createModelHandlers(models: ModelStore, events: EventHub): HandlersOf<'models'> {
  return {
    'models.list': () => models.list(),

    'models.import': async ({ path }) => {
      const summary = await models.import(personPath(path, 'path'))
      events.emit({ event: 'models.changed', payload: {} })
      return summary
    },

    'models.metrics': async ({ modelId }) => ({ points: await models.metrics(modelId) }),
  }
}
