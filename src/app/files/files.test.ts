import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createLimit } from './limit'
import { personPath } from './personPath'
import { pruneOlderThan } from './prune'

it('runs no more tasks at a time than allowed, first come, first served', async () => {
  let running = 0
  let most = 0
  const limit = createLimit(2)
  const task = async (ticks: number): Promise<number> => {
    most = Math.max(most, ++running)
    for (let tick = 0; tick < ticks; tick++) await Promise.resolve()
    running -= 1
    return ticks * 10
  }
  const results = await Promise.all([5, 4, 3, 2, 1].map((ticks) => limit(() => task(ticks))))
  expect(results).toEqual([50, 40, 30, 20, 10])
  expect(most).toBe(2)
})

it('goes on after a task that failed', async () => {
  const limit = createLimit(1)
  await expect(limit(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await limit(() => Promise.resolve('yes'))).toBe('yes')
})

it('removes what is older than so many days and nothing else', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pixelloom-prune-'))
  await mkdir(join(folder, 'old'))
  await writeFile(join(folder, 'old', 'a.png'), 'a')
  await writeFile(join(folder, 'new.png'), 'b')
  const eightDaysAgo = Date.now() / 1000 - 8 * 24 * 60 * 60
  await utimes(join(folder, 'old'), eightDaysAgo, eightDaysAgo)
  const logged: string[] = []
  await pruneOlderThan(folder, 7, (message) => logged.push(message))
  expect(await readdir(folder)).toEqual(['new.png'])
  await pruneOlderThan(join(folder, 'missing'), 7, (message) => logged.push(message))
  expect(logged).toEqual([])
  await rm(folder, { recursive: true })
})

it('reads paths as people type them', () => {
  expect(personPath(' ~/photos ', 'data')).toBe(join(homedir(), 'photos'))
  expect(personPath('~', 'data')).toBe(homedir())
  expect(personPath('/a/../b', 'data')).toBe('/b')
  expect(() => personPath('photos', 'data')).toThrow(expect.objectContaining({ subject: 'data' }) as Error)
  expect(() => personPath('~someone/photos', 'data')).toThrow('whole path')
})
