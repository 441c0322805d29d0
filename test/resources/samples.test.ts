import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join, parse } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createNodeHost } from '../../src/engine/hosts/node/host'
import { repositoryRoot } from '../../scripts/support/paths.mjs'
import { pictures } from '../../scripts/samples/pictures.mjs'
import { strokesOf } from '../../scripts/samples/masks.mjs'

const folder = join(repositoryRoot, 'resources', 'samples')
const { pixels } = createNodeHost()
const names = (await readdir(folder)).filter((name) => /\.(png|jpg)$/.test(name)).sort()

describe('the samples', () => {
  it('are digits and all the pictures that are rendered, each small', async () => {
    expect(names.slice(0, 6).every((name) => name.startsWith('digit-'))).toBe(true)
    expect(names.slice(6)).toEqual(pictures.map(({ name }) => `${name}.jpg`).sort())
    for (const name of names) expect((await stat(join(folder, name))).size).toBeLessThan(80_000)
  })

  it('are shown a digit first, then the pictures', async () => {
    const order: unknown = JSON.parse(await readFile(join(folder, 'order.json'), 'utf8'))
    const [first, ...others] = z.array(z.string()).parse(order)
    expect(first).toBe('digit-0.png')
    expect(others.sort()).toEqual(names.slice(6))
  })

  it('are told of, one by one, where they lie', async () => {
    const text = await readFile(join(folder, 'README.md'), 'utf8')
    for (const name of names) expect(text).toContain(`\`${name}\``)
    expect(text).toContain('MIT licence')
    expect(text).toContain('Creative Commons Attribution-ShareAlike 3.0')
  })

  it('are the files whose hashes lie beside them', async () => {
    const lines = names.map(async (name) => {
      const bytes = await readFile(join(folder, name))
      return `${createHash('sha256').update(bytes).digest('hex')}  ${name}\n`
    })
    expect(await readFile(join(folder, 'SHA256SUMS'), 'utf8')).toBe((await Promise.all(lines)).join(''))
  })

  it('have a mask each, of their upright size', async () => {
    expect(await readdir(join(folder, 'masks'))).toEqual(names.map((name) => `${parse(name).name}.png`))
    for (const name of names) {
      const { width, height } = await pixels.measure(join(folder, name))
      const mask = await pixels.decode(join(folder, 'masks', `${parse(name).name}.png`))
      expect([mask.width, mask.height, mask.channels]).toEqual([width, height, 1])
      const white = mask.data.filter((value) => value === 255).length
      expect(mask.data.filter((value) => value === 0).length).toBe(width * height - white)
      const share = white / (width * height)
      if (name.startsWith('digit-')) expect(share).toBe(1 / 2)
      else expect(share).toBeLessThan(0.02)
      expect(white).toBeGreaterThan(0)
    }
  })

  it('have the masks and the sizes that the scenes give', async () => {
    for (const picture of pictures) {
      const mask = await pixels.decode(join(folder, 'masks', `${picture.name}.png`))
      expect(Buffer.compare(Buffer.from(mask.data), strokesOf(picture))).toBe(0)
      const { width, height } = await pixels.measure(join(folder, `${picture.name}.jpg`))
      expect([width, height]).toEqual([picture.width, picture.height])
    }
  })
})

it('sixteen small pictures of them are there to check likelihoods on', async () => {
  const crops = join(repositoryRoot, 'test', 'fixtures', 'photos32')
  const files = (await readdir(crops)).filter((name) => name.endsWith('.png'))
  expect(files).toHaveLength(16)
  expect(files).toEqual(pictures.flatMap(({ name, crops: all }) => all.map((_, i) => `${name}-${i + 1}.png`)))
  for (const name of files) {
    const { width, height, channels } = await pixels.decode(join(crops, name))
    expect([width, height, channels]).toEqual([32, 32, 3])
  }
})
