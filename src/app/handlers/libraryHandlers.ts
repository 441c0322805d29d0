import { PixelloomError } from '../../shared/errors'
import type { Library } from '../library/library'
import type { Shell } from '../shell'
import type { HandlersOf } from './types'

export function createLibraryHandlers(library: Library, shell: Shell): HandlersOf<'library'> {
  return {
    'library.list': async () => ({ photos: await library.list() }),

    'library.addPaths': ({ paths }) => {
      if (shell.kind === 'window') return library.addPaths(paths)
      throw new PixelloomError(
        'unsupported',
        'A browser adds photos by dropping or choosing them, not by path.',
      )
    },

    'library.addBytes': ({ name, data }) => library.addBytes(name, data),

    'library.remove': async ({ photoId }) => {
      await library.remove(photoId)
      return {}
    },
  }
}
