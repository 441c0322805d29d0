import type { Reply } from '../shared/contract/api'
import type { MethodName, MethodOutput } from '../shared/contract/methods'
import { toErrorValue } from '../shared/errors'
import type { CreateApp } from './app'
import { createHandlers } from './assemble/handlers'
import { openServices, type Services } from './assemble/services'
import { createDispatcher } from './handlers/dispatcher'
import { createImageResolver } from './images/resolveImage'

/** Puts the app together and hands out what transports need. `disk` where there is no data folder. */
export const createApp: CreateApp = async (options) => {
  const services = await openServices(options)
  const { events, log } = services
  const answering = createHandlers(options, services)
  const dispatch = createDispatcher(answering.handlers, log)
  const resolve = createImageResolver({ ...services, models: services.modelServices })
  writeFailures(services)

  return {
    dispatch,
    // The dispatcher has checked the output against the schema that this type comes from.
    invoke: async <M extends MethodName>(method: M, input: unknown) =>
      (await dispatch(method, input)) as Reply<MethodOutput<M>>,
    subscribe: (listener) => events.subscribe(listener),
    async resolveImage(address) {
      try {
        return { ok: true, value: await resolve(address) }
      } catch (error) {
        return { ok: false, error: toErrorValue(error) }
      }
    },
    log,
    async close() {
      await answering.close()
      await services.tidied
      await services.modelServices.close()
      await services.jobs.close()
      await options.engine.close()
      await services.surprises.close()
      await services.library.close()
      await options.pictures?.close()
      services.modelsChanged.close()
    },
  }
}

/** Leaves in the log's file why each job failed. */
function writeFailures({ events, journal }: Services): void {
  events.subscribe((event) => {
    if (event.event !== 'job.changed' || event.payload.job.state !== 'failed') return
    const { kind, error } = event.payload.job
    journal.write(`${kind} failed: ${error?.code}: ${error?.message}`)
  })
}
