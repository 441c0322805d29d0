import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { lstat, mkdir, open, readdir, readlink, rename, rm, symlink, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { failure, PixelloomError } from '../../shared/errors'
import { hashOfFile } from '../files/hashes'

/** What lies in a folder at any depth. Paths are relative to it. */
export interface Entry {
  readonly path: string
  readonly kind: 'file' | 'folder' | 'link'
  readonly bytes: number
  readonly modified: number
}

export interface CopyOptions {
  /** Names directly in the folder that stay where they are. */
  readonly leave?: readonly string[]
  readonly signal?: AbortSignal
  readonly progress?: (bytes: number) => void
  /** Takes away what is in the copy and no longer in the folder. */
  readonly mirror?: boolean
}

/** Chromium's locks of a running window, which mean nothing elsewhere. */
const lock = /^(Singleton|lockfile$)/

/** Sorted so that a folder comes before what lies in it. Sockets and pipes are passed over. */
export async function entriesOf(root: string, leave: readonly string[] = [], below = ''): Promise<Entry[]> {
  const entries: Entry[] = []
  const names = await readdir(join(root, below), { withFileTypes: true })
  for (const found of names) {
    if ((below === '' && leave.includes(found.name)) || lock.test(found.name)) continue
    const path = join(below, found.name)
    const status = await lstat(join(root, path)).catch(() => undefined)
    if (!status) continue
    const kind = found.isDirectory() ? 'folder' : found.isSymbolicLink() ? 'link' : 'file'
    if (kind === 'file' && !found.isFile()) continue
    entries.push({ path, kind, bytes: kind === 'file' ? status.size : 0, modified: status.mtimeMs })
    if (kind === 'folder') entries.push(...(await entriesOf(root, leave, path)))
  }
  return entries
}

/**
 * Copies what `to` hasn't got already, and compares every copied file with the one it came from before it gets its
 * name. A file that grew or went away meanwhile is no mistake: it is copied again the next time. `disk` where a copy
 * differs or can't be written; `cancelled`.
 */
export async function copyFolder(from: string, to: string, options: CopyOptions = {}): Promise<void> {
  const { leave, signal, progress, mirror = false } = options
  const entries = await entriesOf(from, leave)
  const there = new Map(
    (await entriesOf(to).catch(() => [] as Entry[])).map((entry) => [entry.path, entry] as const),
  )
  await mkdir(to, { recursive: true })
  for (const entry of entries) {
    if (signal?.aborted) throw new PixelloomError('cancelled', 'The move was cancelled. Nothing has changed.')
    const target = join(to, entry.path)
    const held = there.get(entry.path)
    if (held && held.kind !== entry.kind) await rm(target, { recursive: true, force: true })
    if (entry.kind === 'folder') await mkdir(target, { recursive: true })
    else if (entry.kind === 'link') await copyLink(join(from, entry.path), target)
    else if (!same(held, entry)) await copyFile(join(from, entry.path), target, entry)
    progress?.(entry.bytes)
  }
  if (!mirror) return
  const wanted = new Set(entries.map(({ path }) => path))
  for (const path of there.keys())
    if (!wanted.has(path)) await rm(join(to, path), { recursive: true, force: true })
}

/** Systems keep times more or less finely: a difference of some milliseconds is none. */
function same(held: Entry | undefined, entry: Entry): boolean {
  return held?.kind === 'file' && held.bytes === entry.bytes && Math.abs(held.modified - entry.modified) < 3
}

async function copyLink(from: string, to: string): Promise<void> {
  await rm(to, { force: true })
  await symlink(await readlink(from), to)
}

async function copyFile(from: string, to: string, { modified }: Entry): Promise<void> {
  const temporary = join(dirname(to), `.${randomUUID()}.tmp`)
  try {
    const read = createHash('sha256')
    const watch = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        read.update(chunk)
        done(null, chunk)
      },
    })
    await pipeline(createReadStream(from), watch, createWriteStream(temporary, { flags: 'wx' }))
    const file = await open(temporary, 'r+')
    await file.sync().finally(() => file.close())
    if ((await hashOfFile(temporary)) !== read.digest('hex')) {
      throw failure('app.copyDiffers', { path: from }, to)
    }
    await utimes(temporary, new Date(), new Date(modified))
    await rename(temporary, to)
  } catch (error) {
    await rm(temporary, { force: true })
    if (codeOf(error) === 'ENOENT' && (await lstat(from).catch(() => undefined)) === undefined) return
    if (error instanceof PixelloomError) throw error
    const system = error instanceof Error ? error.message : String(error)
    throw failure('app.copyFailed', { path: from, system }, to, { cause: error })
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}
