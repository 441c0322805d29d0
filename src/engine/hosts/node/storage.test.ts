import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readFile, realpath, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PixelloomError } from '../../../shared/errors'
import { onUnix } from '../../../../test/support/onUnix'
import { readError, writeError } from './fileErrors'
import { createNodeStorage } from './storage'

const storage = createNodeStorage()
let folder = ''
const at = (...names: string[]): string => join(folder, ...names)
const bytes = Uint8Array.of(1, 2, 3, 4, 5)

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'pixelloom-storage-')))
})
afterEach(() => rm(folder, { recursive: true }))

async function refusal(work: Promise<unknown>): Promise<PixelloomError> {
  const thrown: unknown = await work.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!(thrown instanceof PixelloomError)) throw new Error(`Not refused as expected: ${String(thrown)}`)
  return thrown
}

describe('files under Node', () => {
  it('that were never finished are removed, and no others', async () => {
    await storage.write(at('a'), bytes)
    const others = ['.notes.tmp', '.02e76a90-fce2-44cf-9b1b-3251804cad22', 'a']
    for (const name of [...others, '.02e76a90-fce2-44cf-9b1b-3251804cad22.tmp']) {
      await writeFile(at(name), bytes)
    }
    await storage.removeUnfinished(folder)
    expect(await storage.list(folder)).toEqual([...others].sort())
  })

  it('are read whole and in parts', async () => {
    await storage.write(at('a'), bytes)
    expect(await storage.read(at('a'))).toEqual(bytes)
    expect(await storage.size(at('a'))).toBe(5)
    expect(await storage.readPart(at('a'), 1, 3)).toEqual(Uint8Array.of(2, 3, 4))
    expect(await storage.readPart(at('a'), 3, 100)).toEqual(Uint8Array.of(4, 5))
    expect(await storage.readPart(at('a'), 9, 1)).toEqual(new Uint8Array())
  })

  it('are replaced at once, and leave nothing behind', async () => {
    await storage.write(at('a'), bytes)
    await storage.write(at('a'), Uint8Array.of(9))
    expect(await storage.read(at('a'))).toEqual(Uint8Array.of(9))
    expect(await storage.list(folder)).toEqual(['a'])
  })

  it('stay as they were where writing fails', async () => {
    await mkdir(at('a'))
    await writeFile(at('a', 'inside'), 'x')
    expect((await refusal(storage.write(at('a'), bytes))).code).toBe('disk')
    expect(await storage.list(folder)).toEqual(['a'])
    expect((await refusal(storage.write(at('none', 'b'), bytes))).message).toContain('folder')
  })

  it('may have names as long as names can be', async () => {
    const name = 'n'.repeat(255)
    await storage.write(at(name), bytes)
    expect(await storage.list(folder)).toEqual([name])
  })

  it('are added to', async () => {
    await storage.append(at('log'), 'one\n')
    await storage.append(at('log'), 'two\n')
    await storage.append(at('log'), bytes)
    expect(await readFile(at('log'), 'latin1')).toBe('one\ntwo\n\x01\x02\x03\x04\x05')
  })

  it('are known by length and time', async () => {
    await storage.write(at('file'), bytes)
    await utimes(at('file'), 1, 1234)
    expect(await storage.status(at('file'))).toEqual({ kind: 'file', size: 5, modified: 1_234_000 })
    expect(await storage.status(folder)).toMatchObject({ kind: 'folder', size: 0 })
    expect(await storage.status(at('none'))).toEqual({ kind: 'missing', size: 0, modified: 0 })
  })

  it('are listed by code unit', async () => {
    for (const name of ['b', 'a', 'B', 'é', '10', '9']) await storage.write(at(name), bytes)
    expect(await storage.list(folder)).toEqual(['10', '9', 'B', 'a', 'b', 'é'])
  })

  it('are told from folders and from nothing', async () => {
    await storage.write(at('a'), bytes)
    await storage.makeFolder(at('deep', 'er'))
    expect(await storage.kind(at('a'))).toBe('file')
    expect(await storage.kind(at('deep'))).toBe('folder')
    expect(await storage.kind(at('none'))).toBe('missing')
    expect(await storage.kind(at('a', 'below'))).toBe('missing')
    expect((await refusal(storage.read(at('deep')))).code).toBe('unreadable')
    expect((await refusal(storage.read(at('none')))).code).toBe('not-found')
    expect((await refusal(storage.list(at('none')))).code).toBe('not-found')
  })

  it('are renamed and removed, folders with all they hold', async () => {
    await storage.makeFolder(at('one', 'two'))
    await storage.rename(at('one'), at('1'))
    expect(await storage.list(folder)).toEqual(['1'])
    await storage.remove(at('1'))
    await storage.remove(at('1'))
    expect(await storage.list(folder)).toEqual([])
  })

  onUnix('are known through links', 'links need rights', async () => {
    await storage.makeFolder(at('real'))
    await symlink(at('real'), at('link'))
    await symlink(at('gone'), at('dangling'))
    await symlink(at('loop'), at('loop'))
    expect(await storage.identity(at('link'))).toBe(at('real'))
    expect(await storage.kind(at('link'))).toBe('folder')
    expect(await storage.kind(at('dangling'))).toBe('missing')
    expect((await refusal(storage.kind(at('loop')))).message).toContain('leads back to itself')
    expect((await refusal(storage.read(at('loop')))).code).toBe('unreadable')
  })

  onUnix('are not waited for where they are pipes', 'it has none', async () => {
    execFileSync('mkfifo', [at('pipe')])
    expect(await storage.kind(at('pipe'))).toBe('other')
    expect((await refusal(storage.read(at('pipe')))).message).toContain('pipe')
  })
})

describe('what a system says', () => {
  const failure = (code: string): Error => Object.assign(new Error(code), { code })

  it.each([
    ['ENOSPC', 'no space left'],
    ['EDQUOT', 'no space left'],
    ['EROFS', 'only be read'],
    ['EACCES', 'permission denied'],
    ['EIO', 'EIO'],
  ])('when writing fails with %s becomes a sentence', (code, words) => {
    const error = writeError('/a/b', failure(code))
    expect(error).toMatchObject({ code: 'disk', subject: '/a/b' })
    expect(String(error)).toContain(words)
  })

  it.each([
    ['EACCES', 'unreadable', 'permission denied'],
    ['ELOOP', 'unreadable', 'leads back to itself'],
    ['EMFILE', 'unreadable', 'too many files'],
    ['ENOTDIR', 'not-found', 'nothing at'],
    ['EIO', 'unreadable', 'EIO'],
  ])('when reading fails with %s becomes a sentence', (code, kind, words) => {
    const error = readError('/a/b', failure(code))
    expect(error).toMatchObject({ code: kind, subject: '/a/b' })
    expect(String(error)).toContain(words)
  })

  it('stays as it is where it is not the system that says it', () => {
    const mistake = new TypeError('x is undefined')
    expect(readError('/a', mistake)).toBe(mistake)
    expect(writeError('/a', mistake)).toBe(mistake)
  })
})
