import { join } from 'node:path'
import { toErrorValue } from '../../shared/errors'
import type { AppOptions } from '../app'
import { createPictureWork, type PictureWork } from '../images/pictureWork'
import { openLibrary, type Library } from '../library/library'
import { createPreviews, type Previews } from '../library/previews'
import { openMaskStore, type MaskStore } from '../masks/maskStore'
import { createSampleMasks } from '../masks/sampleMasks'
import type { Ground } from './ground'

/** The library, and what is kept of its photos. */
export interface PhotoServices {
  readonly pictures: PictureWork
  readonly previews: Previews
  readonly library: Library
  readonly masks: MaskStore
  /** Resolves when masks of photos that are gone are gone too; never rejects. */
  readonly tidied: Promise<void>
}

export async function openPhotos(options: AppOptions, ground: Ground): Promise<PhotoServices> {
  const { host, storage, dataFolder, cacheFolder, events, log } = ground
  const pictures = options.pictures ?? createPictureWork()
  const previews = createPreviews(cacheFolder, pictures)
  const samplesFolder = join(options.resources, 'samples')
  const library = await openLibrary({
    ...{ host, dataFolder, samplesFolder, previews, pictures, log },
    changed: (delta) => events.emit({ event: 'library.changed', payload: delta }),
    foldersChanged: (folders) => events.emit({ event: 'library.folders', payload: { folders } }),
  })
  const first = createSampleMasks({ library, storage, pictures, log, folder: join(samplesFolder, 'masks') })
  const masks = openMaskStore({ storage, folder: join(dataFolder, 'masks'), log, first })
  // Beside the start, which it must not hold up; a mask too many harms nobody.
  const tidied = library
    .list()
    .then((photos) => masks.prune(photos.map(({ id }) => id)))
    .catch((error: unknown) => log(`Could not tidy up masks: ${toErrorValue(error).message}`))
  return { pictures, previews, library, masks, tidied }
}
