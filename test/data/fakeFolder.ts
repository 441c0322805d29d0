import { createNodeHost } from '../../src/engine/hosts/node/host'
import type { FileStatus, Host } from '../../src/engine/host'

/** What a fake folder was asked for. */
export interface Used {
  decoded: number
  /** Bytes of the longest single write and read of pixels. */
  longestWrite: number
  longestPixelRead: number
}

/**
 * A host whose disk holds `count` image files in folders below `/images`, all of one grey, and a cache at
 * `/cache` whose pixels are only counted: so many images that no test could write them.
 */
export function fakeFolder({ count, perFolder }: { count: number; perFolder: number }): {
  host: Host
  used: Used
} {
  const used: Used = { decoded: 0, longestWrite: 0, longestPixelRead: 0 }
  const indexes = new Map<string, Uint8Array>()
  const lengths = new Map<string, number>()
  const grey = new Uint8Array(16 * 16 * 3).fill(77)
  const folders = Array.from({ length: Math.ceil(count / perFolder) }, (_, i) => `folder-${i}`)
  const filesOf = (folder: number): string[] =>
    Array.from({ length: Math.min(perFolder, count - folder * perFolder) }, (_, i) => `IMG_${i}.jpeg`)
  const statusOf = (path: string): FileStatus => {
    const length = indexes.get(path)?.length ?? lengths.get(path)
    if (length !== undefined) return { kind: 'file', size: length, modified: 1 }
    if (path.startsWith('/cache')) return { kind: 'missing', size: 0, modified: 0 }
    return path.endsWith('.jpeg')
      ? { kind: 'file', size: 1000, modified: 1 }
      : { kind: 'folder', size: 0, modified: 1 }
  }
  const host = createNodeHost()
  return {
    used,
    host: {
      ...host,
      storage: {
        ...host.storage,
        join: (...parts) => parts.join('/'),
        identity: (path) => Promise.resolve(path),
        status: (path) => Promise.resolve(statusOf(path)),
        kind: (path) => Promise.resolve(statusOf(path).kind),
        makeFolder: () => Promise.resolve(),
        remove: () => Promise.resolve(),
        list(path) {
          if (path.startsWith('/cache')) return Promise.resolve([...indexes.keys(), ...lengths.keys()])
          return Promise.resolve(path === '/images' ? folders : filesOf(Number(path.split('-')[1])))
        },
        write(path, bytes) {
          indexes.set(path, bytes)
          return Promise.resolve()
        },
        read: (path) => Promise.resolve(indexes.get(path) ?? new Uint8Array()),
        append(path, content) {
          used.longestWrite = Math.max(used.longestWrite, content.length)
          lengths.set(path, (lengths.get(path) ?? 0) + content.length)
          return Promise.resolve()
        },
        readPart(_, __, length) {
          used.longestPixelRead = Math.max(used.longestPixelRead, length)
          return Promise.resolve(new Uint8Array(length).fill(77))
        },
      },
      pixels: {
        ...host.pixels,
        decodeSquare() {
          used.decoded++
          return Promise.resolve({
            image: { width: 16, height: 16, channels: 3, data: grey },
            width: 640,
            height: 480,
          })
        },
      },
    },
  }
}
