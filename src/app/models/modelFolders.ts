import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { documentName } from '../../engine/storage/modelFolder'
import { failure, type PixelloomError } from '../../shared/errors'
import { isPlainAddress } from '../files/inside'
import { slug } from './slug'

/** A folder name that no other training will be given. */
export interface ReservedModel {
  readonly id: string
  readonly path: string
  /** Once the training is over, or never began. */
  release(): void
}

export interface FoundFolder {
  readonly path: string
  readonly bundled: boolean
}

/** Where models lie: an id is the name of a folder, among a person's own or the bundled ones. */
export interface ModelFolders {
  /** Of a person's own models; it may not be there yet. */
  readonly own: string
  readonly bundled: string
  find(id: string): Promise<FoundFolder | undefined>
  /** `not-found`. */
  mustFind(id: string): Promise<FoundFolder>
  /** A person's own, however damaged. `not-found`, `unsupported` for a bundled one. */
  mustFindOwn(id: string): Promise<string>
  /** A folder for a new model; it isn't made yet. */
  reserve(name: string): Promise<ReservedModel>
  isReserved(id: string): boolean
}

export function createModelFolders(dataFolder: string, resources: string): ModelFolders {
  const own = join(dataFolder, 'models')
  const bundled = join(resources, 'models')
  const reserved = new Set<string>()

  /** Bundled ids win: a folder of a person's own is given another at creation. */
  async function find(id: string): Promise<FoundFolder | undefined> {
    if (id.includes('/') || !isPlainAddress(id)) return undefined
    if (await isModel(join(bundled, id))) return { path: join(bundled, id), bundled: true }
    return (await isFolder(join(own, id))) ? { path: join(own, id), bundled: false } : undefined
  }

  async function freeId(name: string): Promise<string> {
    const base = slug(name)
    for (let number = 1; ; number++) {
      const id = number === 1 ? base : `${base}-${number}`
      const taken = (await isThere(join(bundled, id))) || (await isThere(join(own, id)))
      // Asked last: another reservation may have been faster while the disk was looked at.
      if (!taken && !reserved.has(id)) return id
    }
  }

  async function reserve(name: string): Promise<ReservedModel> {
    const id = await freeId(name)
    if (reserved.has(id)) return reserve(name)
    reserved.add(id)
    return { id, path: join(own, id), release: () => void reserved.delete(id) }
  }

  function unknown(id: string): PixelloomError {
    return failure('models.unknown', { id }, id)
  }

  return {
    own,
    bundled,
    find,

    async mustFind(id) {
      const found = await find(id)
      if (found) return found
      throw unknown(id)
    },

    async mustFindOwn(id) {
      // By what the folder holds: a damaged one may have any name, and none leads out of it.
      const names = id.startsWith('.') ? [] : await readdir(own).catch(() => [])
      if (names.includes(id)) return join(own, id)
      if (!(await find(id))) throw unknown(id)
      throw failure('models.bundled', {}, id)
    },

    reserve,
    isReserved: (id) => reserved.has(id),
  }
}

export async function isModel(path: string): Promise<boolean> {
  return isThere(join(path, documentName))
}

export async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
