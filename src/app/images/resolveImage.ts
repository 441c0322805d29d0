import { PixelloomError } from '../../shared/errors'
import type { ImageFile } from '../app'
import { isPlainAddress, resolveBelow } from '../files/inside'
import { maskExportName } from '../handlers/maskHandlers'
import type { JobQueue } from '../jobs/jobQueue'
import type { Library } from '../library/library'
import type { Previews } from '../library/previews'
import type { ModelServices } from '../models/modelServices'
import type { TrainingSheets } from '../training/sheets'
import { contentTypeOfFile } from './imageTypes'

/**
 * The file behind a relative image address:
 *
 *   photos/<photo id>/thumbnail    photos/<photo id>/display    jobs/<job id>/<file name>    models/<id>/<step>.png
 *   masks/<photo id>/mask.png      masks/<photo id>/hole.png
 *   strips/<key>/<file name>       archives/<key>/model
 *
 * Addresses name photos, jobs and models, never folders, and what they lead to must lie inside the app's own
 * folders, or be the very file that was added. `not-found`, `forbidden`, `not-an-image`.
 */
export function createImageResolver(parts: {
  library: Library
  previews: Previews
  jobs: JobQueue
  sheets: TrainingSheets
  models: Pick<ModelServices, 'file'>
  /** Where exported masks wait to be downloaded. */
  cacheFolder: string
}): (address: string) => Promise<ImageFile> {
  const { library, previews, jobs, sheets, models, cacheFolder } = parts

  async function photo(id: string, version: string): Promise<ImageFile> {
    if (version !== 'thumbnail' && version !== 'display') throw unknown(version)
    const { path } = await library.locate(id)
    return previews[version](path)
  }

  async function picture(jobId: string, name: string): Promise<ImageFile> {
    const contentType = contentTypeOfFile(name)
    if (!contentType) throw unknown(name)
    return { path: await jobs.pictureFile(jobId, name), contentType }
  }

  async function mask(photoId: string, name: string): Promise<ImageFile> {
    const kind = (['mask', 'hole'] as const).find((one) => name === `${one}.png`)
    if (!kind) throw unknown(name)
    const path = await resolveBelow(cacheFolder, maskExportName(photoId, kind))
    return { path, contentType: 'image/png' }
  }

  return async (address) => {
    const [kind, id, name, ...more] = address.split('/')
    if (!isPlainAddress(address)) {
      throw new PixelloomError('forbidden', 'This is not an address of an image.', address)
    }
    if (id === undefined || name === undefined || more.length > 0) throw unknown(address)
    if (kind === 'photos') return photo(id, name)
    if (kind === 'jobs') return picture(id, name)
    if (kind === 'models') return { path: await sheets.file(id, name), contentType: 'image/png' }
    if (kind === 'masks') return mask(id, name)
    if (kind === 'strips' || kind === 'archives') return models.file(kind, id, name)
    throw unknown(address)
  }
}

function unknown(address: string): PixelloomError {
  return new PixelloomError('not-found', 'There is no image at this address.', address)
}
