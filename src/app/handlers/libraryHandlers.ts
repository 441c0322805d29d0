import type { Storage } from '../../engine/host'
import { PixelloomError } from '../../shared/errors'
import type { EventHub } from '../events'
import { personPath } from '../files/personPath'
import type { ImportProgress } from '../library/importing'
import type { Library } from '../library/library'
import { createMadePictures } from '../library/made'
import type { Shell } from '../shell'
import { createThrottle } from '../throttle'
import type { HandlersOf } from './types'

export interface LibraryHandlerParts {
  readonly library: Library
  readonly shell: Shell
  readonly events: EventHub
  readonly storage: Storage
  readonly jobsFolder: string
}

/** Milliseconds between two tellings of how far an import is. */
const progressSpacing = 150

export function createLibraryHandlers(parts: LibraryHandlerParts): HandlersOf<'library'> {
  const { library, shell, events, storage, jobsFolder } = parts
  const imports = new Map<string, AbortController>()
  const made = createMadePictures(storage, jobsFolder)

  async function addPaths(paths: readonly string[], importId: string | undefined) {
    if (importId === undefined) return library.addPaths(paths)
    const controller = new AbortController()
    imports.set(importId, controller)
    let now: ImportProgress = { done: 0, total: 0, added: 0, skipped: 0 }
    const tell = createThrottle(progressSpacing, () =>
      events.emit({ event: 'library.importing', payload: { importId, ...now } }),
    )
    try {
      return await library.addPaths(paths, {
        signal: controller.signal,
        progress: (progress) => {
          now = progress
          tell.call()
        },
      })
    } finally {
      tell.close()
      imports.delete(importId)
    }
  }

  return {
    'library.list': ({ after, limit }) => library.page(after, limit),

    'library.addPaths': ({ paths, importId }) => {
      if (shell.kind === 'window') return addPaths(paths, importId)
      throw new PixelloomError(
        'unsupported',
        'A browser adds photos by dropping or choosing them, not by path.',
      )
    },

    'library.cancelImport': ({ importId }) => {
      imports.get(importId)?.abort()
      return {}
    },

    'library.addBytes': ({ name, data }) => library.addBytes(name, data),

    'library.remove': async ({ photoIds }) => {
      await library.remove(photoIds)
      return {}
    },

    'library.restore': async ({ photoIds }) => ({ photos: await library.restore(photoIds) }),

    'library.showInFolder': async ({ photoId }) => {
      if (shell.kind === 'browser') {
        throw new PixelloomError('unsupported', 'A browser has no file manager to show it in.')
      }
      shell.showInFolder((await library.locate(photoId)).path)
      return {}
    },

    'library.made': async ({ photoId }) => {
      const located = await library.locate(photoId).catch(() => undefined)
      return { pictures: await made(photoId, located?.path) }
    },

    'library.folders': () => ({ folders: library.folders() }),

    'library.watch': async ({ path }) => {
      await library.watch(personPath(path, 'path'))
      return { folders: library.folders() }
    },

    'library.unwatch': async ({ path }) => {
      await library.unwatch(path)
      return { folders: library.folders() }
    },
  }
}
