import { failure } from '../../shared/errors'
import type { Storage } from '../host'
import type { ImageSet } from './imageSet'
import { npyMagic } from './npyHeader'
import { defaultMemoryLimit, type OpenOptions } from './options'
import { packedSet } from './packedSet'
import { fileStore, forEachPart } from './pixelStore'

/** Longest header that is read; NumPy's own are some hundred bytes. */
const longestHeader = 1 << 16

/** Whether bytes begin as a NumPy array file. */
export function isNpy(head: Uint8Array): boolean {
  return String.fromCharCode(...head.subarray(0, npyMagic.length)) === npyMagic
}

/**
 * A `.npy` file (format 1 to 3) of uint8 [N, H, W, C] or [N, H, W], C 1 or 3, in C order: values 0..levels-1,
 * used as they are, at their own size. `bad-data-file` for anything else.
 */
export async function openNpy(storage: Storage, path: string, options: OpenOptions = {}): Promise<ImageSet> {
  const { limit, signal, memoryLimit = defaultMemoryLimit } = options
  const { text, start } = await readHeader(storage, path)
  const { shape, channels } = parseHeader(path, text)
  const [total = 0, height = 0, width = 0] = shape
  const stride = height * width * channels
  const size = await storage.size(path)
  const expected = start + total * stride
  if (size !== expected) {
    const sizes = { path, size, shape: shape.join(', '), expected }
    throw failure(size < expected ? 'data.npyCut' : 'data.npyLong', sizes, path)
  }
  const count = Math.min(total, limit ?? total)
  const file = fileStore(storage, path, { start, count, stride })
  const fits = count * stride <= memoryLimit
  const data = fits ? await storage.readPart(path, start, count * stride) : file
  let largestLevel = 0
  const look = (images: Uint8Array): void => {
    for (const value of images) if (value > largestLevel) largestLevel = value
  }
  if (data instanceof Uint8Array) look(data)
  else await forEachPart(data, look, signal)
  return packedSet({ format: 'npy', values: 'levels', count, height, width, channels, data }, path, {
    largestLevel,
  })
}

async function readHeader(storage: Storage, path: string): Promise<{ text: string; start: number }> {
  const head = await storage.readPart(path, 0, 12)
  const version = head[6] ?? 0
  if (head.length < 12 || !isNpy(head)) throw failure('data.npyHeaderCut', { path }, path)
  if (version < 1 || version > 3) {
    throw failure('data.npyVersion', { path, version }, path)
  }
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  const [length, from] = version === 1 ? [view.getUint16(8, true), 10] : [view.getUint32(8, true), 12]
  if (length > longestHeader) {
    throw failure('data.npyHeaderLong', { path, size: length }, path)
  }
  const bytes = await storage.readPart(path, from, length)
  if (bytes.length < length) throw failure('data.npyHeaderCut', { path }, path)
  return { text: new TextDecoder().decode(bytes), start: from + length }
}

/** The header is a Python dictionary: {'descr': '|u1', 'fortran_order': False, 'shape': (10, 28, 28, 1), } */
function parseHeader(path: string, text: string): { shape: number[]; channels: 1 | 3 } {
  const type = /'descr'\s*:\s*'([^']*)'/.exec(text)?.[1]
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1]
  const sizes = /'shape'\s*:\s*\(([\d\s,]*)\)/.exec(text)?.[1]
  if (order === undefined || sizes === undefined || !text.includes("'descr'")) {
    throw failure('data.npyHeader', { path }, path)
  }
  if (type === undefined || !/^[|<>=]?u1$/.test(type)) {
    throw failure('data.npyType', { path, type: type ?? 'records' }, path)
  }
  if (order === 'True') {
    throw failure('data.npyOrder', { path }, path)
  }
  const shape = sizes
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(Number)
  const channels = shape.length === 3 ? 1 : shape[3]
  if (shape.length < 3 || shape.length > 4 || (channels !== 1 && channels !== 3)) {
    throw failure('data.npyShape', { path, shape: shape.join(', ') }, path)
  }
  return { shape, channels }
}
