import { failure } from '../../shared/errors'
import type { Host } from '../host'
import { hasImageName, imageFormat, signatureLength } from '../pixels/signature'
import { cifarBatches, isTrainingBatch, openCifar } from './cifar'
import { noImages, openFiles } from './folderSet'
import { isGzip } from './gunzip'
import { isIdx, openIdx } from './idx'
import type { ImageSet } from './imageSet'
import { isNpy, openNpy } from './npy'
import type { OpenOptions } from './options'
import { convertSet } from './packedSet'
import { scanFolder } from './scanFolder'

/**
 * The images of a data source (product.md, `--data`): a folder of image files at any depth, one image file,
 * an MNIST IDX file (gzipped or not), a CIFAR-10 binary batch or a folder of them, or a `.npy` file.
 *
 * A folder's images come at `options.size` (32 without it); IDX and CIFAR at their own size unless it is
 * given; `.npy` always as it is. `limit` takes the first images of a data file and, of a folder, those with
 * the smallest hashes of their relative paths. `margin` is added to the size, where there is one.
 *
 * Errors: `not-found`, `unreadable`, `bad-data-file`, `no-images`, `cancelled`, `invalid-argument` where a
 * `.npy` has other channels than asked for. A bad file of a folder is no error but in `skipped`.
 */
export async function openImageSet(host: Host, path: string, options: OpenOptions = {}): Promise<ImageSet> {
  const set = await openSource(host, path, options)
  if (set.format === 'folder') return set
  if (set.format !== 'npy') return convertSet(set, options)
  const { channels = set.channels } = options
  if (channels === set.channels) return set
  throw failure('data.otherChannels', { path, channels: set.channels, asked: channels }, 'channels')
}

/** The same, but data files as they are: only image files are brought to a size and to channels. */
export async function openSource(host: Host, path: string, options: OpenOptions): Promise<ImageSet> {
  const { storage } = host
  const { kind, size, modified } = await storage.status(path)
  if (kind === 'missing') {
    throw failure('data.missing', { path }, path)
  }
  if (kind === 'folder') return openFolder(host, path, options)
  const head = await storage.readPart(path, 0, signatureLength)
  if (isNpy(head)) return openNpy(storage, path, options)
  if (isIdx(head) || isGzip(head)) return openIdx(storage, path, options)
  if (/\.bin$/i.test(path)) return openCifar(storage, [path], options.limit)
  if (imageFormat(head) !== undefined || hasImageName(path)) {
    const file = { path, key: path.split(/[\\/]/).at(-1) ?? path, size, modified }
    return openFiles(host, path, { files: [file], skipped: [], pathOf: () => path }, options)
  }
  throw failure(head.length === 0 ? 'data.empty' : 'data.unknownKind', { path }, path)
}

async function openFolder(host: Host, path: string, options: OpenOptions): Promise<ImageSet> {
  const { storage } = host
  const names = await storage.list(path)
  const batches = cifarBatches(names).map((name) => storage.join(path, name))
  if (names.some(isTrainingBatch)) return openCifar(storage, batches, options.limit)
  const found = await scanFolder(storage, path, options.signal)
  if (found.files.length > 0) return openFiles(host, path, found, options)
  if (batches.length > 0) return openCifar(storage, batches, options.limit)
  throw noImages(path, found.skipped)
}
