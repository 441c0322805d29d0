import { randomUUID } from 'node:crypto'
import { readdir, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Storage } from '../../engine/host'
import { documentName, readModelFolder, weightsName } from '../../engine/storage/modelFolder'
import { copyModel } from '../../engine/storage/transfer'
import { modelArchiveEnding } from '../../shared/commands'
import { PixelloomError } from '../../shared/errors'
import { partLimits } from './archive/manifest'
import { type ByteSource, bytesSource, fileSource, unpackModel } from './archive/unpackModel'
import type { ModelFolders } from './modelFolders'

/** How folders begin that a model is gathered in before it is one. Listing passes over what begins with a dot. */
const unfinished = '.incoming-'

/** What is younger may still be written by another program of ours. */
const hoursOfUnfinished = 24

/** A file of a model that came without a path. */
export interface ModelFile {
  readonly name: string
  readonly data: Uint8Array
}

/** The ways a model comes among a person's own: gathered aside, looked through, and there at once or not at all. */
export interface ModelIntake {
  /** A model folder, or a file that `packModel` wrote; its id. Errors as `copyModel` and `unpackModel`. */
  fromPath(path: string): Promise<string>
  /** The same by content: one such file, or those of a model folder of that name. */
  fromFiles(name: string, files: readonly ModelFile[]): Promise<string>
  /** A copy of a model folder under an id made of `name`; `change` may write into it before it is there. */
  copy(folder: string, name: string, change: (copy: string) => Promise<void>): Promise<string>
  /** Removes what earlier runs broke off. */
  tidy(): Promise<void>
}

export function createModelIntake(folders: ModelFolders, storage: Storage): ModelIntake {
  /** `gather` fills a folder and says what the model is to be called. `subject` is what errors are about. */
  async function take(subject: string, gather: (folder: string) => Promise<string>): Promise<string> {
    const staging = join(folders.own, `${unfinished}${randomUUID()}`)
    try {
      await storage.makeFolder(staging)
      const name = await gather(staging)
      await readModelFolder({ storage }, staging)
      const place = await folders.reserve(name)
      try {
        await storage.rename(staging, place.path)
      } finally {
        place.release()
      }
      return place.id
    } catch (thrown) {
      await rm(staging, { recursive: true, force: true })
      throw aboutSource(thrown, staging, subject)
    }
  }

  const unpack = (source: ByteSource): Promise<string> =>
    take(source.name, async (folder) => (await unpackModel(storage, source, folder)).id)

  return {
    async fromPath(path) {
      // One of its files stands for the folder: some dialogs choose nothing but files.
      if ([documentName, weightsName].includes(basename(path))) return this.fromPath(dirname(path))
      if ((await storage.kind(path)) === 'file') return unpack(await fileSource(storage, path))
      return take(path, async (folder) => {
        await copyModel({ storage }, path, folder)
        return basename(path)
      })
    },

    async fromFiles(name, files) {
      const [first] = files
      if (first && files.length === 1 && !partLimits.has(first.name)) {
        return unpack(bytesSource(first.name, first.data))
      }
      return take(name, async (folder) => {
        for (const { name: part, data } of files) {
          if (partLimits.has(part)) await storage.write(join(folder, part), data)
        }
        return name
      })
    },

    copy: (from, name, change) =>
      take(from, async (folder) => {
        await copyModel({ storage }, from, folder)
        await change(folder)
        return name
      }),

    async tidy() {
      const names = await readdir(folders.own).catch(() => [])
      for (const name of names.filter((name) => name.startsWith(unfinished))) {
        const path = join(folders.own, name)
        const { mtimeMs } = await stat(path)
        if (Date.now() - mtimeMs > hoursOfUnfinished * 3600_000)
          await rm(path, { recursive: true, force: true })
      }
    },
  }
}

/** Says of what was given what was found of its copy: the folder of that is gone. */
function aboutSource(thrown: unknown, staging: string, subject: string): unknown {
  if (!(thrown instanceof PixelloomError) || !thrown.message.includes(staging)) return thrown
  const aboutIt = <T>(value: T): T | string =>
    typeof value === 'string'
      ? value.replaceAll(`${staging}/`, '').replaceAll(`${staging}\\`, '').replaceAll(staging, subject)
      : value
  const { code, message, because } = thrown
  const values = Object.entries(because?.values ?? {}).map(([name, value]) => [name, aboutIt(value)] as const)
  return new PixelloomError(code, aboutIt(message), subject, {
    cause: thrown,
    because: because && { id: because.id, values: Object.fromEntries(values) },
  })
}

/** Whether a path is that of a model in one file. */
export function isArchiveName(path: string): boolean {
  return path.toLowerCase().endsWith(modelArchiveEnding)
}
