import type { InstallProgress } from '../../shared/tensorflow'
import type { TensorflowStatus } from '../../shared/contract/methods/tensorflow'
import type { EventHub } from '../events'
import type { TensorflowStore } from '../runtimes/tensorflow/tensorflowStore'
import { createThrottle } from '../throttle'
import type { HandlersOf } from './types'

/** Milliseconds between two tellings of how far an installation is. */
const spacing = 200

export interface TensorflowHandlerParts {
  readonly tensorflow: TensorflowStore
  readonly events: EventHub
}

/** The handlers, and what ends an installation with the app. */
export function createTensorflowHandlers({ tensorflow, events }: TensorflowHandlerParts): {
  handlers: HandlersOf<'tensorflow'>
  close(): Promise<void>
} {
  let running: { controller: AbortController; progress: InstallProgress; done: Promise<unknown> } | undefined

  const tell = (): void =>
    events.emit({ event: 'tensorflow.installing', payload: { progress: running?.progress } })

  const status = (): TensorflowStatus => ({
    installed: tensorflow.installed(),
    installing: running?.progress,
  })

  return {
    handlers: {
      'tensorflow.status': status,

      async 'tensorflow.install'({ from }) {
        const controller = new AbortController()
        const told = createThrottle(spacing, tell)
        const done = tensorflow.install({
          ...{ from, signal: controller.signal },
          progress(progress) {
            if (running?.controller !== controller) return
            running.progress = progress
            told.call()
          },
        })
        running ??= { controller, progress: { stage: 'library' }, done }
        try {
          await done
        } finally {
          told.close()
          // Another that is refused while this one runs must not seem to end it.
          if (running.controller === controller) {
            running = undefined
            tell()
          }
        }
        return status()
      },

      'tensorflow.cancelInstall'() {
        running?.controller.abort()
        return {}
      },

      'tensorflow.remove': async () => ({ trashId: await tensorflow.remove() }),

      async 'tensorflow.restore'({ trashId }) {
        await tensorflow.restore(trashId)
        return status()
      },
    },

    async close() {
      running?.controller.abort()
      await running?.done.catch(() => undefined)
    },
  }
}
