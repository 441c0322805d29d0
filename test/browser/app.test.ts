import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createNodeHost } from '../../src/engine/hosts/node/host'
import { TemporaryFolder } from '../data/support'
import { putImages } from '../jobs/support'
import { describeWith, optional, root } from '../support/optional'
import { dropFiles, serveApp, type ServedApp } from './support'
import { join } from 'node:path'

const host = createNodeHost()

describeWith(optional.chromium, 'the app in Chromium', (chromium) => {
  let folder: TemporaryFolder
  let app: ServedApp
  beforeAll(async () => {
    folder = new TemporaryFolder()
    await putImages(folder, 16)
    app = await serveApp(chromium, folder.at('data'))
  })
  afterAll(async () => {
    await app.close()
    folder.remove()
  })

  it('opens with a sample whose lower half is to be filled, ready to complete', async () => {
    const { page } = app
    const complete = page.getByRole('button', { name: 'Complete', exact: true }).last()
    await complete.waitFor()
    await expect.poll(() => complete.isEnabled()).toBe(true)
    await page.getByText('Bundled model, works offline').waitFor()
    await page.locator('img').first().waitFor()
  })

  it('has a picture with a hole painted in it, and completes it by the model of photographs', async () => {
    const { page } = app
    await page
      .getByRole('button', { name: /^sea\.jpg/ })
      .first()
      .click()
    await page.getByRole('application', { name: /^sea\.jpg/ }).waitFor()
    await page.getByText('Small photographs').first().waitFor()
    const complete = page.getByRole('button', { name: 'Complete', exact: true }).last()
    await expect.poll(() => complete.isEnabled()).toBe(true)
    await complete.click()
    const finished = page.getByRole('button', { name: /^Variant \d, .* nats/ })
    await finished.nth(3).waitFor({ timeout: 100_000 })

    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Save variant 1' }).click({ force: true })
    const saved = await host.pixels.decode(await (await download).path())
    const samples = join(root, 'resources', 'samples')
    const [before, mask] = await Promise.all(
      ['sea.jpg', 'masks/sea.png'].map((name) => host.pixels.decode(join(samples, name))),
    )
    expect([saved.width, saved.height]).toEqual([768, 512])
    const changed = [...saved.data].flatMap((value, i) =>
      value === before?.data[i] ? [] : [Math.floor(i / 3)],
    )
    expect(changed.length).toBeGreaterThan(100)
    expect(changed.filter((pixel) => mask?.data[pixel] !== 255)).toEqual([])
    expect(app.complaints).toEqual([])
  })

  it('takes a dropped photo, completes what was painted over, row by row, and saves it', async () => {
    const { page } = app
    const digit = readFileSync(join(root, 'resources', 'samples', 'digit-3.png'))
    await dropFiles(page, [{ name: 'my digit.png', bytes: digit }])
    await page
      .getByRole('option', { name: /my digit/ })
      .or(page.getByLabel(/my digit/))
      .first()
      .waitFor()

    // A stroke across the middle of the stage.
    const stage = page.locator('.stage').first()
    const box = await stage.boundingBox()
    if (!box) throw new Error('no stage')
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
    await page.mouse.move(x - 60, y)
    await page.mouse.down()
    await page.mouse.move(x + 60, y + 20, { steps: 6 })
    await page.mouse.up()
    const undo = page.getByRole('button', { name: /Undo/ })
    await expect.poll(() => undo.isEnabled()).toBe(true)
    await undo.click()
    const redo = page.getByRole('button', { name: /Redo/ })
    await redo.click()

    await page.getByRole('button', { name: 'Complete', exact: true }).last().click()
    const finished = page.getByRole('button', { name: /^Variant \d, .* nats/ })
    await finished.nth(3).waitFor({ timeout: 100_000 })
    expect(await finished.count()).toBe(4)
    await page.getByText('Likeliest', { exact: true }).waitFor()

    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Save variant 2' }).click({ force: true })
    const saved = await (await download).path()
    const [before, after] = await Promise.all(
      [join(root, 'resources', 'samples', 'digit-3.png'), saved].map((path) => host.pixels.decode(path)),
    )
    expect([after?.width, after?.height]).toEqual([28, 28])
    const changed = [...(after?.data ?? [])].flatMap((value, i) => (value === before?.data[i] ? [] : [i]))
    // Only the middle was painted over: the rows at the top and the bottom are the photo's own.
    const rows = changed.map((i) => Math.floor(i / 28))
    expect(Math.min(...rows)).toBeGreaterThan(6)
    expect(Math.max(...rows)).toBeLessThan(22)
    expect(app.complaints).toEqual([])
  })

  it('checks a folder, trains ten steps on it and shows what was learned', async () => {
    const { page } = app
    folder.put('good/broken.png', 'not an image')
    await page
      .getByRole('button', { name: /^Train/ })
      .or(page.getByRole('tab', { name: /^Train/ }))
      .first()
      .click()
    await page.getByLabel('Images').fill(folder.at('good'))
    await page.getByRole('button', { name: 'Check folder' }).click()
    await page
      .getByText(/16 images/)
      .first()
      .waitFor()
    await page
      .getByText(/broken\.png/)
      .first()
      .waitFor()

    await page.getByLabel('Name').fill('ten steps')
    await page.getByText('Advanced').click()
    for (const [field, value] of [
      ['Features', '4'],
      ['Blocks', '1'],
      ['Batch', '4'],
      ['Steps', '10'],
      ['Minutes', ''],
    ] as const) {
      await page.getByRole('textbox', { name: field, exact: true }).fill(value)
    }
    await page.getByRole('button', { name: 'Start training' }).click()
    await page.getByRole('button', { name: 'Use this model' }).waitFor({ timeout: 100_000 })
    await page.getByText(/10 steps in/).waitFor()
    await page.locator('canvas').first().waitFor()
    expect(app.complaints).toEqual([])
  })

  it('lists the new model, and completes with it', async () => {
    const { page } = app
    await page.getByRole('button', { name: 'Use this model' }).click()
    await page.getByText('ten steps').first().waitFor()
    await page
      .getByRole('button', { name: /^Models/ })
      .or(page.getByRole('tab', { name: /^Models/ }))
      .first()
      .click()
    await page.getByText('ten steps').first().waitFor()
    expect(app.complaints).toEqual([])
  })
})
