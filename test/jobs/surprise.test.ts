import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { decodeMask } from '../../src/shared/maskText'
import { completionRecipeIn, recipeKeyword } from '../../src/shared/recipe'
import { pngText } from '../../src/engine/pixels/pngText'
import type { JobResult } from '../../src/shared/jobs'
import { box, complete, made, noise, rectangle, save } from './photoSupport'
import { watchJob } from './support'

async function look(
  model: string,
  image: string,
  frame?: ReturnType<typeof box>,
): Promise<Extract<JobResult, { kind: 'surprise' }> & { values: Float32Array; levelsSeen: Uint8Array }> {
  const out = made.folder.at(`looked-${Math.random()}`)
  const { result } = await watchJob({ kind: 'surprise', model, image, out, ...(frame && { frame }) }).end
  if (result?.kind !== 'surprise') throw new Error('no result')
  const bytes = await readFile(result.map)
  const values = new Float32Array(new Uint8Array(bytes).buffer)
  return { ...result, values, levelsSeen: await readFile(result.picture) }
}

describe('how unlikely a model finds a completion', () => {
  it.each(['pixelCnn', 'rowLstm', 'multiScale'] as const)(
    'has in sum the nats that it is ranked by: %s',
    async (kind) => {
      const image = await save(noise(3, 40, 30))
      const { result } = await complete({
        ...{ image, mask: rectangle(8, 6, 11, 9), model: made[kind], seed: 4, keepPictures: true },
      })
      expect(result.pictures).toHaveLength(1)
      const files = result.pictures?.[0]?.files ?? []
      expect(files).toHaveLength(2)
      for (const [variant, file] of files.entries()) {
        const found = await look(made[kind], file)
        const nats = result.completions[variant]?.nats ?? NaN
        expect(Math.abs(found.nats / nats - 1)).toBeLessThan(1e-5)
        expect(found.values).toHaveLength(found.width * found.height)
        expect(found.levelsSeen).toHaveLength(found.width * found.height * found.channels)
      }
    },
  )

  it('is told of any part of a photo, as the model would see it', async () => {
    const image = await save(noise(3, 40, 30))
    const found = await look(made.pixelCnn, image, box(30, 0, 24, 12))
    // Moved inside the photo, its longer side scaled to the model's six pixels.
    expect(found).toMatchObject({ frame: box(16, 0, 24, 12), width: 6, height: 3, channels: 1, levels: 4 })
    const distributions = new Float32Array(new Uint8Array(await readFile(found.distributions)).buffer)
    expect(distributions).toHaveLength(6 * 3 * 4)
    const own = [...found.levelsSeen].map((level, i) => -(distributions[i * 4 + level] ?? NaN))
    expect([...found.values]).toEqual(own.map((value) => expect.closeTo(value, 5) as number))
  })
})

describe('the recipe in a completion’s file', () => {
  it('says what it was drawn from, mask and all, and names no folder', async () => {
    const image = await save(noise(3, 40, 30))
    const mask = rectangle(8, 6, 11, 9)
    const choices = {
      seed: 77,
      temperature: 0.9,
      topP: 0.95,
      feather: 2,
      match: true,
      quality: 'fast',
    } as const
    const { result } = await complete({ image, mask, ...choices })
    const texts = await Promise.all(
      result.completions.map(async ({ file }) => pngText(await readFile(file), recipeKeyword)),
    )
    const [first, second] = texts.map(completionRecipeIn)
    expect(first).toMatchObject({
      ...choices,
      variant: 0,
      nats: result.completions[0]?.nats,
      way: result.way,
    })
    expect(second).toEqual({ ...first, variant: 1, nats: result.completions[1]?.nats })
    expect(first?.photo).toMatchObject({ width: 40, height: 30 })
    expect(texts.join()).not.toContain(made.folder.at(''))
    const pixels = decodeMask(first?.mask.runs ?? '', 40 * 30)
    const wanted = Uint8Array.from({ length: 1200 }, (_, i) => {
      const [x, y] = [i % 40, Math.floor(i / 40)]
      return x >= 8 && x < 19 && y >= 6 && y < 15 ? 1 : 0
    })
    expect(pixels).toEqual(wanted)
    expect(first?.mask.pixels).toBe(99)
  })
})
