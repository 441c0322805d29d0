import { mkdir, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { findData, isGone, resolveDataFolder } from '../../src/app/dataFolder'
import { copyFolder } from '../../src/app/storage/copyFolder'
import { readLocation } from '../../src/app/storage/location'
import { copyData, settleMove } from '../../src/app/storage/moveData'
import { temporaryFolder } from './support/folders'
import { openTestApp, valueOf } from './support/testApp'
import { windowShellWith } from './support/windowShell'

const usualIn = (home: string): string => join(home, '.local', 'share', 'pixelloom')
const place = (home: string) => findData({ platform: 'linux', home, environment: {} })

/** A home with data in the usual folder, and a place to move them to. */
async function withData() {
  const home = await temporaryFolder()
  const usual = usualIn(home)
  await mkdir(join(usual, 'models', 'birds'), { recursive: true })
  await writeFile(join(usual, 'models', 'birds', 'weights'), 'w'.repeat(1000))
  await writeFile(join(usual, 'library.json'), '{}')
  return { home, usual, disk: await temporaryFolder() }
}

function move(usual: string, to: string, signal = new AbortController().signal) {
  return copyData(to, { usual, dataFolder: usual, signal, progress: () => undefined })
}

describe('moving the data folder', () => {
  it('copies now and takes over at the next start, with what changed in between', async () => {
    const { home, usual, disk } = await withData()
    const target = await move(usual, join(disk, 'new'))
    // Until then nothing has changed.
    expect(place(home)).toEqual({ folder: usual, usual })
    await writeFile(join(usual, 'library.json'), '{"photos":1}')
    await rm(join(usual, 'models', 'birds'), { recursive: true })
    await mkdir(join(usual, 'jobs', 'a'), { recursive: true })

    expect(await settleMove(usual)).toBe(true)
    expect(place(home)).toEqual({ folder: target, usual })
    expect(await readFile(join(target, 'library.json'), 'utf8')).toBe('{"photos":1}')
    expect((await readdir(join(target, 'models'))).concat(await readdir(join(target, 'jobs')))).toEqual(['a'])
    // The old one is kept until the person says otherwise.
    expect(readLocation(usual)).toEqual({ folder: target, old: usual })
    expect(await readFile(join(usual, 'library.json'), 'utf8')).toBe('{"photos":1}')
    expect(await settleMove(usual)).toBe(false)
  })

  it('finds again, where they are now, the files that lists name by their whole paths', async () => {
    const { usual, disk } = await withData()
    const list = { jobs: [{ file: join(usual, 'jobs', 'a', '1.png'), photo: '/elsewhere/b.png', n: null }] }
    await writeFile(join(usual, 'queue.json'), JSON.stringify(list))
    await mkdir(join(usual, 'jobs', 'a'), { recursive: true })
    await writeFile(
      join(usual, 'jobs', 'a', 'job.json'),
      JSON.stringify({ out: usual, not: `${usual}-other` }),
    )
    await writeFile(join(usual, 'broken.json'), '{')
    const target = await move(usual, join(disk, 'new'))
    await settleMove(usual)
    const read = async (...parts: string[]) =>
      JSON.parse(await readFile(join(target, ...parts), 'utf8')) as object
    expect(await read('queue.json')).toEqual({
      jobs: [{ file: join(target, 'jobs', 'a', '1.png'), photo: '/elsewhere/b.png', n: null }],
    })
    expect(await read('jobs', 'a', 'job.json')).toEqual({ out: target, not: `${usual}-other` })
    expect(await readFile(join(target, 'broken.json'), 'utf8')).toBe('{')
    expect(await readFile(join(usual, 'queue.json'), 'utf8')).toBe(JSON.stringify(list))
  })

  it('leaves nothing where it is broken off, and the data where they were', async () => {
    const { home, usual, disk } = await withData()
    const controller = new AbortController()
    const broken = copyData(join(disk, 'new'), {
      ...{ usual, dataFolder: usual, signal: controller.signal },
      progress: () => controller.abort(),
    })
    await expect(broken).rejects.toMatchObject({ code: 'cancelled' })
    expect(await readdir(disk)).toEqual([])
    expect(place(home)).toEqual({ folder: usual, usual })
    expect((await readdir(usual)).sort()).toEqual(['library.json', 'models'])
  })

  it('clears away what a killed copy left, and never takes it for a whole one', async () => {
    const { usual, disk } = await withData()
    await mkdir(join(disk, '.new.pixelloom-part'))
    await writeFile(join(disk, '.new.pixelloom-part', 'half'), 'h')
    expect(await settleMove(usual)).toBe(false)
    await move(usual, join(disk, 'new'))
    expect(await readdir(disk)).toEqual(['new'])
    expect((await readdir(join(disk, 'new'))).sort()).toEqual(['library.json', 'models'])
  })

  it('stays where it was when the copy is gone at the next start, and says why', async () => {
    const { home, usual, disk } = await withData()
    const target = await move(usual, join(disk, 'new'))
    await rm(target, { recursive: true })
    expect(await settleMove(usual)).toBe(false)
    expect(place(home).folder).toBe(usual)
    expect(readLocation(usual).failed).toContain(target)
  })

  it('makes a folder of its own in one that holds something, and refuses where that is taken', async () => {
    const { usual, disk } = await withData()
    await writeFile(join(disk, 'letter.txt'), '')
    expect(await move(usual, disk)).toBe(join(disk, 'Pixelloom'))
    await expect(move(usual, disk)).rejects.toMatchObject({ code: 'invalid-argument' })
    expect((await readdir(disk)).sort()).toEqual(['Pixelloom', 'letter.txt'])
  })

  it('goes nowhere inside itself', async () => {
    const { usual } = await withData()
    for (const to of [usual, join(usual, 'models', 'inside')]) {
      await expect(move(usual, to)).rejects.toMatchObject({ code: 'invalid-argument' })
    }
  })

  it('is missed where the disk that it was moved to is gone', async () => {
    const { home, usual, disk } = await withData()
    const target = await move(usual, join(disk, 'new'))
    await settleMove(usual)
    expect(isGone(place(home))).toBe(false)
    await rm(target, { recursive: true })
    expect(isGone(place(home))).toBe(true)
    // Nor does a command make a new one in its place.
    const asked = { platform: 'linux', home, environment: {} } as const
    expect(() => resolveDataFolder(asked)).toThrow(expect.objectContaining({ code: 'not-found' }))
    expect(isGone(findData({ override: '/nowhere' }))).toBe(false)
  })
})

describe('copying a folder', () => {
  it('takes links as links and leaves locks of a window behind', async () => {
    const [from, to] = [await temporaryFolder(), await temporaryFolder()]
    await writeFile(join(from, 'file'), 'f')
    await symlink('file', join(from, 'link'))
    await symlink('nowhere', join(from, 'SingletonLock'))
    await copyFolder(from, to)
    expect((await readdir(to)).sort()).toEqual(['file', 'link'])
  })

  it('reads no file again that has the size and time of its copy', async () => {
    const [from, to] = [await temporaryFolder(), await temporaryFolder()]
    await writeFile(join(from, 'file'), 'old')
    await copyFolder(from, to)
    const time = new Date(Date.now() - 10_000)
    await writeFile(join(from, 'file'), 'new')
    for (const folder of [from, to]) await utimes(join(folder, 'file'), time, time)
    await copyFolder(from, to)
    expect(await readFile(join(to, 'file'), 'utf8')).toBe('old')
    await utimes(join(from, 'file'), new Date(), new Date())
    await copyFolder(from, to)
    expect(await readFile(join(to, 'file'), 'utf8')).toBe('new')
  })
})

describe('the data folder in the settings', () => {
  it('says how much each part takes, and is given more room by clearing the cache', async () => {
    const { app, dataFolder } = await openTestApp()
    await mkdir(join(dataFolder, 'models', 'a'), { recursive: true })
    await writeFile(join(dataFolder, 'models', 'a', 'weights'), 'w'.repeat(500))
    await mkdir(join(dataFolder, 'cache', 'images'), { recursive: true })
    await writeFile(join(dataFolder, 'cache', 'images', 'one'), 'c'.repeat(300))
    const bytes = async (part: string) => {
      const { parts } = valueOf(await app.invoke('storage.usage', {}))
      return parts.find((one) => one.part === part)?.bytes
    }
    expect([await bytes('models'), await bytes('cache')]).toEqual([500, 300])
    valueOf(await app.invoke('storage.clearCache', {}))
    expect([await bytes('models'), await bytes('cache')]).toEqual([500, 0])
  })

  it('leaves the cache alone while something runs', async () => {
    const { app, engine } = await openTestApp()
    await app.invoke('jobs.verify', { modelId: 'digits' })
    await engine.started(0)
    expect(await app.invoke('storage.clearCache', {})).toMatchObject({
      ok: false,
      error: { code: 'unsupported' },
    })
  })

  it('can’t be moved where somebody else said where it is', async () => {
    const { app } = await openTestApp()
    expect(valueOf(await app.invoke('storage.usage', {})).place).toBe('fixed')
    expect(await app.invoke('storage.move', { path: '/elsewhere' })).toMatchObject({
      ok: false,
      error: { code: 'unsupported', message: expect.stringContaining('--data-folder') as string },
    })
  })

  it('is copied, forgotten again, and moved; the old one goes into the trash, and only what is ours', async () => {
    const folder = await temporaryFolder()
    const data = join(folder, 'data')
    const disk = await temporaryFolder()
    const trash = vi.fn<(path: string) => Promise<void>>(() => Promise.resolve())
    const shell = windowShellWith({ trash })
    const { app, told } = await openTestApp({ folder, shell, usualFolder: data })
    const to = join(disk, 'new')
    expect(valueOf(await app.invoke('storage.move', { path: to })).next).toBe(to)
    expect(told.some(({ event }) => event === 'storage.moving')).toBe(true)
    expect(valueOf(await app.invoke('storage.cancelMove', {})).next).toBeUndefined()
    valueOf(await app.invoke('storage.move', { path: join(disk, 'newer') }))
    await app.close()
    await settleMove(data)

    await writeFile(join(data, 'letter.txt'), 'not ours')
    const moved = await openTestApp({ folder, shell, usualFolder: data, dataFolder: join(disk, 'newer') })
    expect(valueOf(await moved.app.invoke('storage.usage', {}))).toMatchObject({ place: 'moved', old: data })
    const after = valueOf(await moved.app.invoke('storage.leaveOld', { trash: true }))
    expect(after.old).toBeUndefined()
    const trashed = trash.mock.calls.map(([path]) => path)
    expect(trashed).toContain(join(data, 'logs'))
    expect(trashed).not.toContain(join(data, 'letter.txt'))
    expect(trashed).not.toContain(join(data, 'location.json'))
  })
})
