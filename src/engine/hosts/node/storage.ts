import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import * as fs from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { failure } from '../../../shared/errors'
import type { FileStatus, Storage } from '../../host'
import { readError, systemCode, writeError } from './fileErrors'

/** Files of this machine through Node. */
export function createNodeStorage(): Storage {
  return {
    ...{ read, size, readPart, write, removeUnfinished, append, kind, status },
    ...{ list, makeFolder, remove, rename, free, identity, join },
  }
}

/** Longest single read: a system call moves at most 2 GiB. */
const longestRead = 1 << 30

/** Without O_NONBLOCK (which Windows has not) a pipe that nobody writes to would block for ever. */
const readFlags = constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NONBLOCK)

async function read(path: string): Promise<Uint8Array> {
  return withFile(path, async (file, length) => fill(file, 0, length))
}

async function size(path: string): Promise<number> {
  return withFile(path, (_, length) => Promise.resolve(length))
}

async function readPart(path: string, offset: number, length: number): Promise<Uint8Array> {
  return withFile(path, (file, total) => fill(file, offset, Math.max(0, Math.min(length, total - offset))))
}

/**
 * Opens a file for reading. Its kind is asked of the open file, so that nothing can be put in its place in
 * between.
 */
async function withFile<T>(
  path: string,
  use: (file: fs.FileHandle, length: number) => Promise<T>,
): Promise<T> {
  try {
    const file = await fs.open(path, readFlags)
    try {
      const status = await file.stat()
      if (status.isDirectory()) {
        throw failure('files.isFolder', { path }, path)
      }
      if (!status.isFile()) {
        throw failure('files.isDevice', { path }, path)
      }
      return await use(file, status.size)
    } finally {
      await file.close()
    }
  } catch (thrown) {
    throw readError(path, thrown)
  }
}

async function fill(file: fs.FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length)
  let done = 0
  while (done < length) {
    const wanted = Math.min(length - done, longestRead)
    const { bytesRead } = await file.read(bytes, done, wanted, offset + done)
    if (bytesRead === 0) return bytes.subarray(0, done)
    done += bytesRead
  }
  return bytes
}

/** How names end of files that are being written; they begin with a dot and a UUID. */
const unfinished = '.tmp'
const isUnfinished = (name: string): boolean => /^\.[0-9a-f-]{36}\.tmp$/.test(name)

async function removeUnfinished(folder: string): Promise<void> {
  for (const name of await list(folder)) {
    if (isUnfinished(name)) await remove(join(folder, name))
  }
}

async function write(path: string, bytes: Uint8Array): Promise<void> {
  const folder = dirname(path)
  // Not made of the file's name, which may already be as long as a name can be.
  const temporary = join(folder, `.${randomUUID()}${unfinished}`)
  try {
    const file = await fs.open(temporary, 'wx')
    try {
      await writeWhole(file, bytes)
      await fs.rename(temporary, path)
    } catch (thrown) {
      await fs.rm(temporary, { force: true })
      throw thrown
    }
    await flushFolder(folder)
  } catch (thrown) {
    throw writeError(path, thrown)
  }
}

async function writeWhole(file: fs.FileHandle, bytes: Uint8Array): Promise<void> {
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Makes a rename last through a power cut. Windows neither needs it nor lets a folder be opened. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await fs.open(folder, 'r')
  try {
    await handle.sync()
  } catch (thrown) {
    // Some network and FUSE file systems can't flush folders; the file itself is flushed.
    const code = systemCode(thrown)
    if (code !== 'EINVAL' && code !== 'ENOTSUP') throw thrown
  } finally {
    await handle.close()
  }
}

async function append(path: string, content: string | Uint8Array): Promise<void> {
  try {
    await fs.appendFile(path, content)
  } catch (thrown) {
    throw writeError(path, thrown)
  }
}

async function kind(path: string): Promise<FileStatus['kind']> {
  return (await status(path)).kind
}

async function status(path: string): Promise<FileStatus> {
  try {
    const found = await fs.stat(path)
    const what = found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other'
    return { kind: what, size: what === 'file' ? found.size : 0, modified: found.mtimeMs }
  } catch (thrown) {
    const code = systemCode(thrown)
    if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing', size: 0, modified: 0 }
    throw readError(path, thrown)
  }
}

async function list(path: string): Promise<string[]> {
  try {
    // The default order of strings is that of their code units.
    return (await fs.readdir(path)).sort()
  } catch (thrown) {
    throw readError(path, thrown)
  }
}

async function makeFolder(path: string): Promise<void> {
  try {
    await fs.mkdir(path, { recursive: true })
  } catch (thrown) {
    throw writeError(path, thrown)
  }
}

async function remove(path: string): Promise<void> {
  try {
    await fs.rm(path, { recursive: true, force: true })
  } catch (thrown) {
    throw writeError(path, thrown)
  }
}

async function rename(from: string, to: string): Promise<void> {
  try {
    await fs.rename(from, to)
    await flushFolder(dirname(to))
  } catch (thrown) {
    throw writeError(to, thrown)
  }
}

async function identity(path: string): Promise<string> {
  try {
    return await fs.realpath(path)
  } catch (thrown) {
    throw readError(path, thrown)
  }
}

async function free(path: string): Promise<number | undefined> {
  try {
    const { bavail, bsize } = await fs.statfs(path)
    return bavail * bsize
  } catch (thrown) {
    const above = dirname(path)
    if (systemCode(thrown) === 'ENOENT' && above !== path) return free(above)
    // Some network file systems don't tell.
    return undefined
  }
}
