import { parse } from 'node:path'
import type { Storage } from '../../engine/host'
import { PixelloomError } from '../../shared/errors'
import type { JobQueue } from '../jobs/jobQueue'
import type { Library } from '../library/library'
import type { Shell } from '../shell'
import type { HandlersOf } from './types'

export interface ResultHandlerParts {
  readonly jobs: JobQueue
  readonly library: Library
  readonly storage: Storage
  readonly shell: Shell
}

export function createResultHandlers(parts: ResultHandlerParts): HandlersOf<'results'> {
  const { jobs, library, storage, shell } = parts

  /** `beach.jpg`, variant 0 -> `beach-completed-1.png`. */
  async function fileName(jobId: string, variant: number): Promise<string> {
    const { photoId } = jobs.find(jobId)
    const photo = (await library.list()).find(({ id }) => id === photoId)
    return `${parse(photo?.name ?? 'photo').name}-completed-${variant + 1}.png`
  }

  return {
    'results.save': async ({ jobId, variant }) => {
      const { picture, path: from } = await jobs.completion(jobId, variant)
      const name = await fileName(jobId, variant)
      if (shell.kind === 'browser') return { how: 'download', address: picture.address, name }
      const to = await shell.chooseSavePath(name)
      if (to === null) return { how: 'cancelled' }
      await storage.write(to, await storage.read(from))
      return { how: 'saved', path: to }
    },

    'results.accept': async ({ jobId, variant }) => {
      const { path } = await jobs.completion(jobId, variant)
      const name = await fileName(jobId, variant)
      const { added, skipped } = await library.addBytes(name, await storage.read(path))
      const [photo] = added
      if (photo) return photo
      const reason = skipped[0]?.reason ?? 'the library did not take it'
      throw new PixelloomError('not-an-image', `This variant can't be used: ${reason}`, name)
    },
  }
}
