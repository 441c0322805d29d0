import { join, parse } from 'node:path'
import type { Storage } from '../../engine/host'
import { failure } from '../../shared/errors'
import type { Library } from '../library/library'
import type { MaskPicture, PictureWork } from '../images/pictureWork'
import type { MaskStore } from '../masks/maskStore'
import type { Shell } from '../shell'
import type { HandlersOf } from './types'

export interface MaskHandlerParts {
  readonly masks: MaskStore
  readonly library: Library
  readonly storage: Storage
  readonly pictures: Pick<PictureWork, 'maskPicture'>
  readonly shell: Shell
  /** Where what a browser downloads waits for it; see `maskExportName`. */
  readonly cacheFolder: string
}

/** The name in the cache folder of what was last exported of a photo. */
export function maskExportName(photoId: string, kind: MaskPicture): string {
  return `${photoId}-${kind}.png`
}

export function createMaskHandlers(parts: MaskHandlerParts): HandlersOf<'masks'> {
  const { masks, library, storage, pictures, shell, cacheFolder } = parts

  async function write(photoId: string, path: string, as: MaskPicture, to: string): Promise<void> {
    const mask = await masks.load(photoId)
    if (!mask) throw failure('masks.notPaintedYet', {}, photoId)
    await pictures.maskPicture(path, mask, as, to)
  }

  return {
    'masks.load': async ({ photoId }) => ({ mask: (await masks.load(photoId)) ?? null }),

    'masks.save': async ({ photoId, ...mask }) => {
      await masks.save(photoId, mask)
      return {}
    },

    'masks.remove': async ({ photoId }) => {
      await masks.remove(photoId)
      return {}
    },

    'masks.export': async ({ photoId, as }) => {
      const { photo, path } = await library.locate(photoId)
      const name = `${parse(photo.name).name}-${as}.png`
      if (shell.kind === 'browser') {
        await storage.makeFolder(cacheFolder)
        await write(photoId, path, as, join(cacheFolder, maskExportName(photoId, as)))
        return { how: 'download', address: `masks/${photoId}/${as}.png`, name }
      }
      const to = await shell.chooseSavePath(name)
      if (to === null) return { how: 'cancelled' }
      await write(photoId, path, as, to)
      return { how: 'saved', path: to }
    },
  }
}
