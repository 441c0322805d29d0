import { readFileSync } from 'node:fs'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { TemporaryFolder } from '../../data/support'
import { describeWith, optional } from '../../support/optional'
import { pngText } from '../../../src/engine/pixels/pngText'
import { completionRecipeIn, recipeKeyword } from '../../../src/shared/recipe'
import { dropFiles, serveApp, type ServedApp } from '../support'

/** The journey of a result: drawn, looked into, saved, and restored from its file. */
describeWith(optional.chromium, 'point 13: results in Chromium', (chromium) => {
  let folder: TemporaryFolder
  let app: ServedApp
  let saved: Buffer
  let seed = ''
  let fingerprint = ''

  beforeAll(async () => {
    folder = new TemporaryFolder()
    app = await serveApp(chromium, folder.at('data'))
    await app.page.locator('.go .primary').waitFor()
  })
  afterAll(async () => {
    await app.close()
    folder.remove()
  })

  const recipeValue = (name: string): Promise<string | null> =>
    app.page.locator('.recipe .line', { hasText: name }).locator('dd').textContent()

  it('are drawn, each with its place, and picked by keys', async () => {
    const { page } = app
    // With the mask that comes with the sample.
    await expect.poll(() => page.locator('.go .primary').isEnabled()).toBe(true)
    await page.keyboard.press('Control+Enter')
    const variants = page.getByRole('button', { name: /^Variant \d, .* nats/ })
    await expect.poll(() => variants.count(), { timeout: 100_000 }).toBe(4)
    await page.locator('.tile .likeliest').waitFor()
    await page.locator('.stage').focus()
    await page.keyboard.press('2')
    await expect.poll(() => page.locator('.tile.selected .key').textContent()).toBe('2')
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => page.locator('.tile.selected .key').textContent()).toBe('3')
  })

  it('13. a recipe: tells seed, mask, and the model’s fingerprint', async () => {
    const { page } = app
    await page.getByRole('button', { name: 'Recipe', exact: true }).click()
    await page.getByText('Recipe of variant 3').waitFor()
    expect(await recipeValue('Mask')).toContain('392 pixels')
    seed = (await recipeValue('Seed')) ?? ''
    expect(seed).toMatch(/^\d+$/)
    fingerprint = (await recipeValue('Model’s fingerprint'))?.trim() ?? ''
    expect(fingerprint).toMatch(/[0-9a-f]{12}/)
    await page.keyboard.press('Escape')
  })

  it('show how unlikely each pixel was, and what was expected there', async () => {
    const { page } = app
    await page.locator('.stage').focus()
    await page.keyboard.press('u')
    const panel = page.getByRole('region', { name: 'Surprise' })
    await panel.getByText(/nats in all/).waitFor()
    const box = await page.locator('.surprise-layer canvas').boundingBox()
    if (!box) throw new Error('no map')
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    await panel.getByRole('heading', { name: 'Pixel 15, 15' }).waitFor()
    const shares = panel.locator('.share')
    await expect.poll(() => shares.count()).toBe(2)
    const percent = (await shares.allTextContents()).map((text) =>
      Number.parseFloat(text.replace(/[^\d.]/g, '')),
    )
    expect((percent[0] ?? 0) + (percent[1] ?? 0)).toBeGreaterThan(98)
    // By keys, from where the pointer was.
    await page.locator('.stage').focus()
    await page.keyboard.press('ArrowDown')
    await panel.getByRole('heading', { name: 'Pixel 15, 16' }).waitFor()
    // The sum is what the strip says of this variant.
    const name = await page.locator('.tile.selected .pick').getAttribute('aria-label')
    const nats = /[\d.,]+ nats/.exec(name ?? '')?.[0] ?? 'no nats'
    expect(await panel.locator('.legend .hint').textContent()).toContain(nats)
    await panel.locator('.segment', { hasText: 'Original' }).click()
    await expect.poll(() => panel.locator('.legend .hint').textContent()).not.toContain(nats)
    await page.locator('.stage').focus()
    await page.keyboard.press('Escape')
    await panel.waitFor({ state: 'detached' })
  })

  it('13. a recipe in every export: as WebP, without loss, by a template of names, and all on a sheet', async () => {
    const { page } = app
    await page.getByRole('button', { name: 'How results are saved' }).click()
    const panel = page.getByRole('dialog', { name: 'How results are saved' })
    await panel.locator('.segment', { hasText: 'JPEG' }).click()
    await panel.getByText(/with loss/).waitFor()
    await panel.locator('.segment', { hasText: 'WebP' }).click()
    await panel.getByText(/stays exactly as it was/).waitFor()
    const coming = page.waitForEvent('download')
    await panel.getByRole('button', { name: 'Save', exact: true }).click()
    const download = await coming
    expect(download.suggestedFilename()).toBe('digit-0-completed-3.webp')
    saved = readFileSync(await download.path())
    const { format, width, xmp } = await sharp(saved).metadata()
    expect(xmp?.includes(fingerprint.slice(0, 12))).toBe(true)
    expect([format, width]).toEqual(['webp', 28])

    await page.getByRole('button', { name: 'How results are saved' }).click()
    await panel.locator('.segment', { hasText: 'PNG' }).click()
    const template = panel.getByLabel('File name')
    await template.fill('{photo} {seed} {variant}')
    await template.press('Tab')
    const png = page.waitForEvent('download')
    await panel.getByRole('button', { name: 'Save', exact: true }).click()
    expect((await png).suggestedFilename()).toBe(`digit-0 ${seed} 3.png`)
    const text = pngText(new Uint8Array(readFileSync(await (await png).path())), recipeKeyword) ?? ''
    const recipe = completionRecipeIn(text)
    expect([String(recipe?.seed), recipe?.mask.pixels, recipe?.variant]).toEqual([seed, 392, 2])
    expect(text).toContain(fingerprint)

    await page.getByRole('button', { name: 'How results are saved' }).click()
    const sheet = page.waitForEvent('download')
    await panel.getByRole('button', { name: 'Save as a sheet' }).click()
    const grid = await sharp(await (await sheet).path()).metadata()
    // Four small pictures, two by two, with what parts them.
    expect([grid.width, grid.height]).toEqual([2 * 28 + 3 * 12, 2 * 28 + 3 * 12])
  })

  it('13. a recipe: dropping the file back restores mask, model and settings', async () => {
    const { page } = app
    await page.keyboard.press('0')
    await page.locator('.stage').focus()
    await page.keyboard.press('Delete')
    await page.getByText('Paint over the part to replace.').waitFor()
    await dropFiles(page, [{ name: 'mine.webp', bytes: saved }])
    const dialog = page.getByRole('dialog', { name: 'This picture was made by Pixelloom' })
    await dialog.getByText('The photo, digit-0.png').waitFor()
    await dialog.getByText('The mask, 392 pixels').waitFor()
    await dialog.getByText(/^The model, MNIST/).waitFor()
    await dialog.getByRole('button', { name: 'Restore' }).click()
    await page.getByText(/^Restored\./).waitFor()
    await expect.poll(() => page.getByRole('button', { name: /^mine/ }).count()).toBe(0)
    await page.locator('summary', { hasText: 'More' }).click()
    expect(await page.getByLabel('Seed').inputValue()).toBe(seed)
    await expect.poll(() => page.locator('.go .primary').isEnabled()).toBe(true)
  })

  it('13. a recipe: the same is drawn again', async () => {
    const { page } = app
    await page.locator('.go .primary').click()
    await page.getByText('2 of 2').waitFor()
    const variants = page.getByRole('button', { name: /^Variant \d, .* nats/ })
    await expect.poll(() => variants.count(), { timeout: 100_000 }).toBe(4)
    await page.locator('.tile .likeliest').waitFor()
    await page.getByRole('button', { name: 'Earlier results' }).click()
    await page.getByText('1 of 2').waitFor()
    const names = (): Promise<(string | null)[]> =>
      variants.evaluateAll((all) => all.map((one) => (one as { ariaLabel?: string }).ariaLabel ?? null))
    const first = await names()
    await page.getByRole('button', { name: 'Later results' }).click()
    await page.getByText('2 of 2').waitFor()
    expect(await names()).toEqual(first)
    expect(first[0]).toMatch(/nats/)
    expect(app.complaints).toEqual([])
  })
})
