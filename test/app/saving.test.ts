import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import type { Shell } from '../../src/app/shell'
import { jpegText } from '../../src/engine/pixels/jpegText'
import { pngText, withPngText } from '../../src/engine/pixels/pngText'
import { webpText } from '../../src/engine/pixels/webpText'
import { encodeMask } from '../../src/shared/maskText'
import { type CompletionRecipe, completionRecipeIn, recipeKeyword } from '../../src/shared/recipe'
import { pngBytes, temporaryFolder } from './support/folders'
import { openTestApp, valueOf } from './support/testApp'
import { windowShellWith } from './support/windowShell'

const side = 28
const mask = Uint8Array.from({ length: side * side }, (_, i) => (i % side > 10 && i % side < 20 ? 1 : 0))

function recipeOf(sha256: string, runs = encodeMask(mask)): CompletionRecipe {
  return {
    ...{ kind: 'complete', version: '1.2.3', variant: 0, nats: 81.5, runtime: 'cpu' },
    model: { hash: 'abc123', name: 'Digits' },
    photo: { name: 'digit-1.png', sha256, width: side, height: side },
    mask: { pixels: mask.reduce((sum, one) => sum + one, 0), ...(runs !== undefined && { runs }) },
    ...{
      seed: 77,
      temperature: 0.9,
      topP: 1,
      quality: 'fast',
      inference: 'raster',
      particles: 1,
      fit: 'model',
    },
    ...{ guide: 0, feather: 3, match: true },
  }
}

/** A picture as the engine leaves it: noise, what a camera wrote, a profile, and its recipe. */
async function completion(text: string): Promise<Buffer> {
  const data = Buffer.from(
    Uint8Array.from({ length: side * side * 3 }, (_, i) => (i * 7919 + (i >> 3)) % 256),
  )
  const png = await sharp(data, { raw: { width: side, height: side, channels: 3 } })
    .withExif({ IFD0: { Make: 'Camera of a test' } })
    .withIccProfile('p3', { attach: true })
    .png()
    .toBuffer()
  return Buffer.from(withPngText(png, recipeKeyword, text))
}

async function finished(shell?: Shell, runs = encodeMask(mask)) {
  const test = await openTestApp({ ...(shell && { shell }) })
  const photo = await readFile(join(test.resources, 'samples', 'digit-1.png'))
  const recipe = recipeOf(createHash('sha256').update(photo).digest('hex'), runs)
  const request = {
    photoId: 'sample-digit-1',
    modelId: 'digits',
    mask: { width: side, height: side, data: mask },
  }
  const job = valueOf(await test.app.invoke('jobs.complete', { ...request, seed: 77 }))
  const run = await test.engine.started(0)
  const folder = join(test.dataFolder, 'jobs', job.id)
  const pictures: Buffer[] = []
  for (const variant of [0, 1]) {
    const file = join(folder, `digit-1-${variant + 1}.png`)
    pictures.push(await completion(JSON.stringify({ ...recipe, variant })))
    await writeFile(file, pictures[variant] ?? '')
    run.emit({ type: 'picture', role: 'completion', variant, file, nats: 81.5 })
  }
  return { ...test, job, recipe, pictures, run, folder }
}

const pixels = (file: Uint8Array): Promise<Buffer> => sharp(file).keepIccProfile().raw().toBuffer()

async function saveTo(
  as: Record<string, unknown>,
  runs?: string,
): Promise<{ bytes: Buffer; original: Buffer; asked: string[] }> {
  const [asked, to]: [string[], string] = [[], join(await temporaryFolder(), 'saved')]
  const shell = windowShellWith({
    chooseSavePath: (name) => {
      asked.push(name)
      return Promise.resolve(to)
    },
  })
  const { app, job, pictures } = await finished(shell, runs)
  expect(valueOf(await app.invoke('results.save', { jobId: job.id, variant: 0, as }))).toEqual({
    how: 'saved',
    path: to,
  })
  return { bytes: await readFile(to), original: pictures[0] ?? Buffer.alloc(0), asked }
}

describe('saving', () => {
  it('as PNG with everything is the very file, and without is only without', async () => {
    const whole = await saveTo({ format: 'png' })
    expect(whole.bytes.equals(whole.original)).toBe(true)
    expect(whole.asked).toEqual(['digit-1-completed-1.png'])
    const bare = await saveTo({ format: 'png', keepMetadata: false, recipe: false })
    const found = await sharp(bare.bytes).metadata()
    expect(found.exif).toBeUndefined()
    expect(found.icc).toEqual((await sharp(bare.original).metadata()).icc)
    expect(pngText(bare.bytes, recipeKeyword)).toBeUndefined()
    expect((await pixels(bare.bytes)).equals(await pixels(bare.original))).toBe(true)
    const anonymous = await saveTo({ format: 'png', keepMetadata: false })
    expect((await sharp(anonymous.bytes).metadata()).exif).toBeUndefined()
    expect(completionRecipeIn(pngText(anonymous.bytes, recipeKeyword))?.seed).toBe(77)
  })

  it('as lossless WebP keeps every pixel, the profile, what the camera wrote, and the recipe', async () => {
    const { bytes, original, asked } = await saveTo({ format: 'webp', lossless: true })
    const found = await sharp(bytes).metadata()
    expect(found.format).toBe('webp')
    expect(asked).toEqual(['digit-1-completed-1.webp'])
    expect((await pixels(bytes)).equals(await pixels(original))).toBe(true)
    expect(found.icc).toEqual((await sharp(original).metadata()).icc)
    expect(found.exif?.includes('Camera of a test')).toBe(true)
    expect(completionRecipeIn(webpText(bytes))).toMatchObject({ seed: 77, feather: 3 })
    const smaller = await saveTo({ format: 'webp', lossless: false, quality: 30, keepMetadata: false })
    expect(smaller.bytes.length).toBeLessThan(bytes.length)
    expect((await sharp(smaller.bytes).metadata()).exif).toBeUndefined()
  })

  it('as JPEG keeps all but the exact pixels; where a mask has no room it goes without', async () => {
    const { bytes, original, asked } = await saveTo({ format: 'jpeg', quality: 95 })
    const found = await sharp(bytes).metadata()
    expect(found).toMatchObject({ format: 'jpeg', width: side, height: side })
    expect(asked).toEqual(['digit-1-completed-1.jpg'])
    expect(found.icc).toEqual((await sharp(original).metadata()).icc)
    expect(found.exif?.includes('Camera of a test')).toBe(true)
    expect(completionRecipeIn(jpegText(bytes))?.mask.runs).toBe(encodeMask(mask))
    const crowded = await saveTo({ format: 'jpeg' }, 'A'.repeat(80_000))
    const recipe = completionRecipeIn(jpegText(crowded.bytes))
    expect(recipe?.seed).toBe(77)
    expect(recipe?.mask.runs).toBeUndefined()
  })

  it('names files by the template', async () => {
    const { app, job } = await finished()
    const as = { nameTemplate: '{model} {photo} {seed}-{variant}', format: 'jpeg' } as const
    const saved = valueOf(await app.invoke('results.save', { jobId: job.id, variant: 1, as }))
    expect(saved).toMatchObject({ how: 'download', name: 'Digits digit-1 77-2.jpg' })
    if (saved.how !== 'download') return
    expect(await app.resolveImage(saved.address)).toMatchObject({
      ok: true,
      value: { contentType: 'image/jpeg' },
    })
  })

  it('saves all that are finished into a folder and overwrites nothing', async () => {
    const target = await temporaryFolder()
    await writeFile(join(target, 'digit-1-completed-2.png'), 'mine')
    const { app, job } = await finished(windowShellWith({ chooseFolder: () => Promise.resolve(target) }))
    const saved = valueOf(await app.invoke('results.saveAll', { jobId: job.id }))
    expect(saved).toEqual({ how: 'saved', folder: target, count: 2 })
    expect((await readdir(target)).sort()).toEqual([
      'digit-1-completed-1.png',
      'digit-1-completed-2 (2).png',
      'digit-1-completed-2.png',
    ])
    expect(await readFile(join(target, 'digit-1-completed-2.png'), 'utf8')).toBe('mine')
    const browser = await finished()
    const all = valueOf(await browser.app.invoke('results.saveAll', { jobId: browser.job.id }))
    expect(all).toMatchObject({ how: 'download', files: [{ name: 'digit-1-completed-1.png' }, {}] })
  })

  it('saves a sheet of all', async () => {
    const to = join(await temporaryFolder(), 'grid.png')
    const { app, job } = await finished(windowShellWith({ chooseSavePath: () => Promise.resolve(to) }))
    valueOf(await app.invoke('results.saveGrid', { jobId: job.id }))
    const { width, height } = await sharp(to).metadata()
    expect([width, height]).toEqual([2 * side + 36, side + 24])
  })
})

describe('handing a result on', () => {
  it('copies and drags where there is a window', async () => {
    const seen: string[] = []
    const shell = windowShellWith({
      copyImage: (path) => Promise.resolve(void seen.push(`copy ${path}`)),
      startDrag: (paths) => void seen.push(`drag ${paths.join()}`),
    })
    const { app, job, folder } = await finished(shell)
    const request = { jobId: job.id, variant: 1 }
    expect(valueOf(await app.invoke('results.copy', request))).toEqual({ how: 'copied' })
    valueOf(await app.invoke('results.drag', request))
    const file = join(folder, 'digit-1-2.png')
    expect(seen).toEqual([`copy ${file}`, `drag ${file}`])
  })

  it('gives a browser the address to copy from, and no drag of the system', async () => {
    const { app, job } = await finished()
    const request = { jobId: job.id, variant: 1 }
    const copied = valueOf(await app.invoke('results.copy', request))
    expect(copied).toEqual({ how: 'address', address: `jobs/${job.id}/digit-1-2.png` })
    expect(await app.invoke('results.drag', request)).toMatchObject({ error: { code: 'unsupported' } })
  })
})

describe('a recipe', () => {
  it('is told of a finished variant', async () => {
    const { app, job, recipe } = await finished()
    const told = valueOf(await app.invoke('results.recipe', { jobId: job.id, variant: 1 }))
    expect(told.recipe).toEqual({ ...recipe, variant: 1 })
  })

  it.each(['png', 'webp', 'jpeg'] as const)(
    'in a %s that is dropped finds photo, model and mask again, whatever they are called',
    async (format) => {
      const { app, job, engine } = await finished()
      const saved = valueOf(await app.invoke('results.save', { jobId: job.id, variant: 0, as: { format } }))
      if (saved.how !== 'download') throw new Error('not saved')
      const file = valueOf(await app.resolveImage(saved.address))
      const data = new Uint8Array(await readFile(file.path))
      const { added } = valueOf(await app.invoke('library.addBytes', { name: `my.${format}`, data }))
      const asking = app.invoke('results.restorable', { photoId: added[0]?.id ?? '' })
      const identify = await engine.started(1)
      expect(identify.specification.kind).toBe('identify')
      identify.finish({ state: 'done', result: { kind: 'identify', hashes: ['abc123'] } })
      const { found } = valueOf(await asking)
      expect(found).toMatchObject({ photoId: 'sample-digit-1', modelId: 'digits', recipe: { seed: 77 } })
      expect(Buffer.compare(found?.mask ?? new Uint8Array(), mask)).toBe(0)
    },
  )

  it('without its photo and model is still told, and other pictures have none', async () => {
    const { app, job, engine } = await finished()
    const saved = valueOf(await app.invoke('results.save', { jobId: job.id, variant: 0 }))
    if (saved.how !== 'download') throw new Error('not saved')
    const data = new Uint8Array(await readFile(valueOf(await app.resolveImage(saved.address)).path))
    const { added } = valueOf(await app.invoke('library.addBytes', { name: 'my.png', data }))
    // Both samples of these tests are one picture.
    for (const photoId of ['sample-digit-1', 'sample-digit-2']) {
      valueOf(await app.invoke('library.remove', { photoIds: [photoId] }))
    }
    const asking = app.invoke('results.restorable', { photoId: added[0]?.id ?? '' })
    const identify = await engine.started(1)
    identify.finish({ state: 'done', result: { kind: 'identify', hashes: ['another'] } })
    const { found } = valueOf(await asking)
    expect(found?.recipe.model.name).toBe('Digits')
    expect(found?.photoId).toBeUndefined()
    expect(found?.modelId).toBeUndefined()
    const other = { name: 'plain.png', data: await pngBytes() }
    const plain = valueOf(await app.invoke('library.addBytes', other)).added[0]?.id ?? ''
    expect(valueOf(await app.invoke('results.restorable', { photoId: plain }))).toEqual({ found: null })
  })
})

describe('a surprise map', () => {
  it('is asked for once, and told pixel by pixel', async () => {
    const { app, engine, dataFolder } = await finished()
    const frame = { x: 0, y: 0, width: 28, height: 28 }
    const request = { photoId: 'sample-digit-1', modelId: 'digits', frame }
    const asking = app.invoke('results.surprise', request)
    const run = await engine.started(1)
    const { specification } = run
    if (specification.kind !== 'surprise') throw new Error(specification.kind)
    expect(specification.frame).toEqual(frame)
    expect(specification.out.startsWith(join(dataFolder, 'cache', 'surprise'))).toBe(true)
    const folder = await temporaryFolder()
    const floats = (values: number[]): Uint8Array => new Uint8Array(Float32Array.from(values).buffer)
    const [map, distributions, picture] = ['map', 'all', 'picture'].map((name) => join(folder, name))
    await writeFile(map ?? '', floats([1.5, 2.5]))
    await writeFile(
      distributions ?? '',
      floats([Math.log(0.25), Math.log(0.75), Math.log(0.1), Math.log(0.9)]),
    )
    await writeFile(picture ?? '', Uint8Array.of(1, 0))
    run.finish({
      state: 'done',
      result: {
        ...{ kind: 'surprise', frame, width: 2, height: 1, channels: 1, levels: 2, nats: 4, seconds: 1 },
        ...{ map: map ?? '', distributions: distributions ?? '', picture: picture ?? '' },
      },
    })
    const { maps } = valueOf(await asking)
    expect(maps).toMatchObject([{ frame, width: 2, height: 1, nats: 4 }])
    expect(new Float32Array(new Uint8Array(maps[0]?.map ?? []).buffer)).toEqual(Float32Array.of(1.5, 2.5))
    const id = maps[0]?.id ?? ''
    const { values } = valueOf(await app.invoke('results.distribution', { id, x: 1, y: 0 }))
    expect(values[0]?.level).toBe(0)
    expect(values[0]?.probabilities).toEqual([expect.closeTo(0.1, 6), expect.closeTo(0.9, 6)])
    const outside = await app.invoke('results.distribution', { id, x: 2, y: 0 })
    expect(outside).toMatchObject({ ok: false, error: { code: 'invalid-argument' } })
    // The same again costs nothing.
    valueOf(await app.invoke('results.surprise', request))
    expect(engine.runs).toHaveLength(2)
  })

  it('is of what the model saw of a variant, where that was kept', async () => {
    const { app, job, run, engine, folder } = await finished()
    const frame = { x: 2, y: 0, width: 20, height: 20 }
    const files = [join(folder, 'digit-1-1.png'), join(folder, 'digit-1-2.png')]
    const completions = files.map((file, variant) => ({ variant, file, nats: 81.5, rank: variant + 1 }))
    const result = { kind: 'complete', completions, seconds: 1, pictures: [{ frame, files }] } as const
    run.finish({ state: 'done', result: { ...result, completions, pictures: [{ frame, files }] } })
    await run.finished
    const other = { x: 0, y: 0, width: 28, height: 28 }
    const request = { photoId: 'sample-digit-1', modelId: 'digits', jobId: job.id, frame: other }
    void app.invoke('results.surprise', { ...request, variant: 1 })
    const seen = (await engine.started(1)).specification
    expect(seen).toMatchObject({ kind: 'surprise', image: files[1] })
    expect('frame' in seen && seen.frame).toBe(false)
    void app.invoke('results.surprise', request)
    expect((await engine.started(2)).specification).toMatchObject({ kind: 'surprise', frame })
  })
})
