import { join, parse } from 'node:path'
import type { Host } from '../../engine/host'
import { PixelloomError } from '../../shared/errors'
import type { Library } from '../library/library'
import { holedPicture, maskPicture } from '../masks/maskPictures'
import type { MaskStore } from '../masks/maskStore'
import type { Shell } from '../shell'
import type { HandlersOf } from './types'

export interface MaskHandlerParts {
  readonly masks: MaskStore
  readonly library: Library
  readonly host: Host
  readonly shell: Shell
  /** Where what a browser downloads waits for it; see `maskExportName`. */
  readonly cacheFolder: string
}

type Kind = 'mask' | 'hole'

/** The name in the cache folder of what was last exported of a photo. */
export function maskExportName(photoId: string, kind: Kind): string {
  return `${photoId}-${kind}.png`
}

export function createMaskHandlers(parts: MaskHandlerParts): HandlersOf<'masks'> {
  const { masks, library, host, shell, cacheFolder } = parts

  async function picture(photoId: string, path: string, kind: Kind): Promise<Uint8Array> {
    const mask = await masks.load(photoId)
    if (!mask) throw new PixelloomError('mask-empty', 'Nothing is painted on this photo yet.', photoId)
    if (kind === 'mask') return host.pixels.encodePng(maskPicture(mask))
    return host.pixels.encodePng(holedPicture(await host.pixels.decode(path), mask))
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
        await host.storage.makeFolder(cacheFolder)
        const bytes = await picture(photoId, path, as)
        await host.storage.write(join(cacheFolder, maskExportName(photoId, as)), bytes)
        return { how: 'download', address: `masks/${photoId}/${as}.png`, name }
      }
      const to = await shell.chooseSavePath(name)
      if (to === null) return { how: 'cancelled' }
      await host.storage.write(to, await picture(photoId, path, as))
      return { how: 'saved', path: to }
    },
  }
}
