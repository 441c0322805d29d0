import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isPlainAddress, liesInside, resolveBelow } from './inside'

describe('isPlainAddress', () => {
  it.each(['jobs/1/completion-1.png', 'a', 'photos/für Elise (1).png', 'a/b..c'])('takes %j', (address) => {
    expect(isPlainAddress(address)).toBe(true)
  })

  it.each([
    '',
    '/',
    '/etc/passwd',
    'a//b',
    'a/',
    '..',
    'a/../b',
    './a',
    '.hidden',
    'a/.hidden',
    '%2e%2e/a',
    'a\\..\\b',
    'C:/windows',
    'a\0b',
    'a/b?c',
    'a\nb',
  ])('refuses %j', (address) => {
    expect(isPlainAddress(address)).toBe(false)
  })
})

describe('liesInside', () => {
  it('is not fooled by a sibling that starts with the same letters', () => {
    expect(liesInside('/data/jobs', '/data/jobs/1/a.png')).toBe(true)
    expect(liesInside('/data/jobs', '/data/jobs-old/1/a.png')).toBe(false)
    expect(liesInside('/data/jobs', '/data/jobs')).toBe(false)
    expect(liesInside('/data/jobs', '/data')).toBe(false)
    expect(liesInside('/data/jobs', '/data/jobs/..name')).toBe(true)
  })
})

describe('resolveBelow', () => {
  let place = ''
  beforeAll(async () => {
    place = await realpath(await mkdtemp(join(tmpdir(), 'pixelloom-inside-')))
    await mkdir(join(place, 'root', 'deep'), { recursive: true })
    await mkdir(join(place, 'root-sibling'))
    await writeFile(join(place, 'root', 'deep', 'a.png'), 'a')
    await writeFile(join(place, 'root-sibling', 'secret'), 's')
    await symlink(join(place, 'root-sibling', 'secret'), join(place, 'root', 'out'))
    await symlink(join(place, 'root-sibling'), join(place, 'root', 'folder-out'))
    await symlink(join(place, 'root', 'deep', 'a.png'), join(place, 'root', 'within'))
    await symlink('loop', join(place, 'root', 'loop'))
  })
  afterAll(() => rm(place, { recursive: true }))

  it('finds files inside, through links that stay inside too', async () => {
    const file = join(place, 'root', 'deep', 'a.png')
    expect(await resolveBelow(join(place, 'root'), 'deep/a.png')).toBe(file)
    expect(await resolveBelow(join(place, 'root'), 'within')).toBe(file)
  })

  it.each(['out', 'folder-out/secret', '../root-sibling/secret'])('forbids %j', async (address) => {
    await expect(resolveBelow(join(place, 'root'), address)).rejects.toMatchObject({ code: 'forbidden' })
  })

  it.each(['missing', 'deep/missing', 'loop'])('does not find %j', async (address) => {
    await expect(resolveBelow(join(place, 'root'), address)).rejects.toMatchObject({ code: 'not-found' })
  })
})
