import { join, parse } from 'node:path'
import type { Storage } from '../../engine/host'
import type { PictureWork } from '../images/pictureWork'
import type { Library } from '../library/library'
import type { KeptMask } from './maskFile'

/**
 * What is to go in each sample photo, so that a first look needs no painting: a picture of its name in a folder of masks,
 * white where the photo is to be filled. The function gives undefined for all other photos, and for one that can't be used.
 */
export function createSampleMasks(options: {
  readonly library: Pick<Library, 'find'>
  readonly storage: Pick<Storage, 'kind'>
  readonly pictures: Pick<PictureWork, 'readMask'>
  readonly folder: string
  readonly log: (message: string) => void
}): (photoId: string) => Promise<KeptMask | undefined> {
  const { library, storage, pictures, folder, log } = options
  return async (photoId) => {
    const photo = library.find(photoId)
    if (photo?.source !== 'sample') return undefined
    const path = join(folder, `${parse(photo.name).name}.png`)
    try {
      if ((await storage.kind(path)) !== 'file') return undefined
      const mask = await pictures.readMask(path)
      if (mask.width === photo.width && mask.height === photo.height) return mask
      log(`${path} has another size than ${photo.name}.`)
    } catch (error) {
      log(`${path} can't be used: ${error instanceof Error ? error.message : String(error)}`)
    }
    return undefined
  }
}
