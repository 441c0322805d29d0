import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { TemporaryFolder } from '../../data/support'
import { describeWith, optional } from '../../support/optional'
import {
  chooseForMask,
  exportedMask,
  largeSide as side,
  placeOnLargeDigit,
  serveLargeDigit,
  type ServedApp,
} from '../support'

/** What is asked of a canvas in the page. */
interface Canvas {
  toDataURL(): string
}

describeWith(optional.chromium, 'points 1 and 2: painting a mask in Chromium', (chromium) => {
  let folder: TemporaryFolder
  let app: ServedApp
  beforeAll(async () => {
    folder = new TemporaryFolder()
    app = await serveLargeDigit(chromium, folder.at('data'))
  })
  afterAll(async () => {
    await app.close()
    folder.remove()
  })

  const status = () => app.page.locator('.surroundings > [role=status]')
  const undo = () => app.page.getByRole('button', { name: /^Undo/ })

  const place = (x: number, y: number) => placeOnLargeDigit(app.page, x, y)

  async function draw(...points: readonly (readonly [number, number])[]): Promise<void> {
    const { mouse } = app.page
    for (const [i, [x, y]] of points.entries()) {
      await mouse.move(...(await place(x, y)), { steps: 3 })
      if (i === 0) await mouse.down()
    }
  }

  const fromMenu = (entry: string) => chooseForMask(app.page, entry)
  const exported = () => exportedMask(app.page)

  const painted = (mask: Uint8Array): number => mask.reduce((sum, value) => sum + value, 0)
  const at = (mask: Uint8Array, x: number, y: number): number | undefined => mask[y * side + x]

  it('1. real mask tools: brush and lasso, in one go and point by point, undone and redone per stroke', async () => {
    const { page } = app
    await draw([20, 20], [40, 20])
    await page.mouse.up()
    await expect.poll(() => status().textContent()).toMatch(/^The mask covers \d+ % of the photo\.$/)
    const first = await exported()
    expect([at(first, 30, 20), at(first, 80, 80)]).toEqual([1, 0])

    await page.keyboard.press('l')
    await draw([70, 70], [100, 70], [100, 100], [70, 100])
    await page.mouse.up()
    const drawn = await exported()
    expect([at(drawn, 85, 85), at(drawn, 60, 85), at(drawn, 30, 20)]).toEqual([1, 0, 1])

    // Three points, closed by the first one.
    for (const [x, y] of [
      [10, 60],
      [40, 60],
      [10, 100],
      [10, 60],
    ] as const) {
      await page.mouse.click(...(await place(x, y)))
    }
    const pointed = await exported()
    expect([at(pointed, 15, 65), at(pointed, 39, 99)]).toEqual([1, 0])

    await undo().click()
    expect(await exported()).toEqual(drawn)
    await undo().click()
    expect(await exported()).toEqual(first)
    await page.getByRole('button', { name: 'Redo' }).click()
    expect(await exported()).toEqual(drawn)
  })

  it('1. real mask tools: eraser, also by holding Alt, a brush that [ and ] size, an overlay to choose', async () => {
    const { page } = app
    const before = await exported()
    await page.keyboard.press('b')
    await page.keyboard.down('Alt')
    await draw([80, 85], [90, 85])
    await page.mouse.up()
    await page.keyboard.up('Alt')
    const thinner = await exported()
    expect([at(before, 85, 85), at(thinner, 85, 85)]).toEqual([1, 0])
    const brush = page.getByRole('slider', { name: 'Brush size' })
    const size = async (): Promise<number> =>
      Number.parseInt((await brush.getAttribute('aria-valuetext')) ?? '', 10)
    const usual = await size()
    await page.keyboard.press(']')
    await expect.poll(size).toBeGreaterThan(usual)
    await page.keyboard.press('[')
    await page.keyboard.press('[')
    await expect.poll(size).toBeLessThan(usual)
    await page.keyboard.press(']')
    await page.keyboard.press('e')
    await draw([30, 20], [34, 20])
    await page.mouse.up()
    expect(at(await exported(), 32, 20)).toBe(0)
    await undo().click()
    await undo().click()
    expect(await exported()).toEqual(before)

    const overlay = page.locator('.surroundings canvas').first()
    const shown = (): Promise<string> =>
      overlay.evaluate((canvas) => (canvas as unknown as Canvas).toDataURL())
    await page.getByRole('button', { name: 'How the mask is shown' }).click()
    const violet = await shown()
    await page
      .locator('.swatch')
      .filter({ has: page.getByRole('radio', { name: 'Green' }) })
      .click()
    await expect.poll(shown).not.toBe(violet)
    const faint = await shown()
    await page.getByRole('slider', { name: 'Opacity' }).focus()
    await page.keyboard.press('End')
    await expect.poll(shown).not.toBe(faint)
    await page.keyboard.press('Escape')
    await page.keyboard.press('b')
  })

  it('1. real mask tools: invert, grow and shrink, as steps that can be taken back', async () => {
    const before = await exported()
    await fromMenu('Invert the mask')
    expect(painted(await exported())).toBe(side * side - painted(before))
    await undo().click()
    await app.page.getByRole('button', { name: 'Grow or shrink the mask' }).click()
    await app.page.getByLabel('By', { exact: true }).fill('3')
    await app.page.getByRole('button', { name: 'Grow', exact: true }).click()
    await app.page.keyboard.press('Escape')
    const grown = await exported()
    expect([at(grown, 67, 85), at(grown, 66, 85)]).toEqual([1, 0])
    await undo().click()
    expect(await exported()).toEqual(before)
  })

  it('2. the mask is a document: nothing is lost where the page is loaded anew in the middle of a stroke', async () => {
    const { page } = app
    const before = await exported()
    await page.keyboard.press('b')
    await draw([60, 30], [90, 30])
    await page.reload()
    await page.getByRole('application', { name: /^large\.png/ }).waitFor()
    await expect.poll(async () => painted(await exported())).toBeGreaterThan(painted(before))
    const after = await exported()
    expect(at(after, 75, 30)).toBe(1)
    for (let i = 0; i < before.length; i++) if (before[i] === 1) expect(after[i]).toBe(1)
    await page.reload()
    await page.getByRole('application', { name: /^large\.png/ }).waitFor()
    await expect.poll(() => exported()).toEqual(after)
  })

  it('2. the mask is a document: it loads from PNG, and one of another size is scaled after asking', async () => {
    const { page } = app
    const before = await exported()
    const smaller = await sharp(Buffer.from(before.map((value) => value * 255)), {
      raw: { width: side, height: side, channels: 1 },
    })
      .resize(side / 2, side / 2, { kernel: 'nearest' })
      .png()
      .toBuffer()
    const whole = await sharp(Buffer.from(before.map((value) => value * 255)), {
      raw: { width: side, height: side, channels: 1 },
    })
      .png()
      .toBuffer()
    const importing = async (buffer: Buffer): Promise<void> => {
      const chooser = page.waitForEvent('filechooser')
      await fromMenu('Import a mask')
      await (await chooser).setFiles({ name: 'kept.png', mimeType: 'image/png', buffer })
    }
    await fromMenu('Clear the mask')
    await importing(whole)
    await page.getByText('The mask comes from kept.png now.').waitFor()
    expect(await exported()).toEqual(before)

    await importing(smaller)
    const dialog = page.getByRole('dialog', { name: 'Use this mask' })
    await dialog.getByText('56 × 56').waitFor()
    await dialog.getByRole('button', { name: 'Scale and use it' }).click()
    await dialog.waitFor({ state: 'detached' })
    const scaled = await exported()
    expect([at(scaled, 85, 85), at(scaled, 60, 85)]).toEqual([1, 0])
    await undo().click()
    expect(await exported()).toEqual(before)
  })

  it('2. the mask is a document: it leaves as the photo’s own transparency, and comes back from it', async () => {
    const { page } = app
    const before = await exported()
    const download = page.waitForEvent('download')
    await fromMenu('Export the photo with a hole')
    const path = await (await download).path()
    const alpha = await sharp(path).extractChannel('alpha').raw().toBuffer()
    expect(Uint8Array.from(alpha, (value) => (value === 0 ? 1 : 0))).toEqual(before)
    await fromMenu('Clear the mask')
    const chooser = page.waitForEvent('filechooser')
    await fromMenu('Import a mask')
    const buffer = await sharp(path).png().toBuffer()
    await (await chooser).setFiles({ name: 'hole.png', mimeType: 'image/png', buffer })
    const dialog = page.getByRole('dialog', { name: 'Use this mask' })
    expect(await dialog.getByRole('radio', { name: 'transparent' }).isChecked()).toBe(true)
    await dialog.getByRole('button', { name: 'Use it' }).click()
    await dialog.waitFor({ state: 'detached' })
    expect(await exported()).toEqual(before)
  })

  it('1. real mask tools: a rectangle by keyboard alone, which says what it does', async () => {
    const { page } = app
    await fromMenu('Clear the mask')
    await page.keyboard.press('r')
    await page.locator('.stage').focus()
    await page.locator('.hud .cross').waitFor()
    await page.keyboard.press('Space')
    await page.keyboard.press('Shift+ArrowRight')
    await page.keyboard.press('Shift+ArrowDown')
    await expect.poll(() => status().textContent()).toMatch(/^\d+, \d+: not in the mask$/)
    await page.keyboard.press('Enter')
    await expect.poll(() => status().textContent()).toMatch(/^The mask covers/)
    const mask = await exported()
    expect([at(mask, 57, 57), at(mask, 55, 57)]).toEqual([1, 0])
    const rows = new Set([...mask.keys()].filter((i) => mask[i]).map((i) => Math.floor(i / side)))
    expect(painted(mask)).toBe(rows.size * rows.size)
  })

  it('1. real mask tools: zoom about the pointer, to a percentage, and back to all of it; pan by Space and keys', async () => {
    const { page } = app
    const [x, y] = await place(30, 40)
    await page.mouse.move(x, y)
    await page.mouse.wheel(0, -300)
    const width = async (): Promise<number> => (await page.locator('.sheet').boundingBox())?.width ?? 0
    const fitted = side * 5
    await expect.poll(width).toBeGreaterThan(fitted)
    const [newX, newY] = await place(30, 40)
    expect([Math.abs(newX - x) < 1, Math.abs(newY - y) < 1]).toEqual([true, true])
    const percent = page.getByLabel('Zoom in percent')
    await percent.fill('200')
    await percent.press('Enter')
    await expect.poll(width).toBeCloseTo(side * 2, 0)
    // Larger than its room: only then is there something to move.
    await percent.fill('1500')
    await percent.press('Enter')
    await expect.poll(width).toBeCloseTo(side * 15, 0)
    const left = async (): Promise<number> => (await page.locator('.sheet').boundingBox())?.x ?? 0
    const still = await left()
    await page.locator('.stage').focus()
    // By pointer again: to the cross of the keys Space means something else.
    await page.mouse.move(x + 9, y)
    await page.mouse.move(x, y)
    await page.keyboard.down('Space')
    await page.mouse.down()
    await page.mouse.move(x + 40, y, { steps: 3 })
    await page.mouse.up()
    await page.keyboard.up('Space')
    await expect.poll(left).toBeCloseTo(still + 40, 0)
    await page.keyboard.press('Control+ArrowRight')
    await expect.poll(left).not.toBeCloseTo(still + 40, 0)
    await page.keyboard.press('f')
    await expect.poll(() => percent.inputValue()).toBe('500 %')
  })

  it('lays the original beside a result, along a line that keys move', async () => {
    const { page } = app
    await page.getByRole('button', { name: 'Complete', exact: true }).last().click()
    const finished = page.getByRole('button', { name: /^Variant \d, .* nats/ })
    await expect.poll(() => finished.count(), { timeout: 100_000 }).toBe(4)
    await page.locator('.stage').focus()
    await page.keyboard.press('1')
    await page.keyboard.press('c')
    const line = page.getByRole('slider', { name: 'Line between the original and the result' })
    await line.waitFor()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Shift+ArrowRight')
    await expect.poll(() => line.getAttribute('aria-valuenow')).toBe('61')
    const cut = () => page.locator('.sheet > div.layer').getAttribute('style')
    expect(await cut()).toContain('inset(0px 0px 0px 61%)')
    await page.keyboard.press('Home')
    expect(await line.getAttribute('aria-valuenow')).toBe('0')
    await page.keyboard.press('Escape')
    await line.waitFor({ state: 'detached' })
    // The mask is as it was before completing.
    await page.keyboard.press('0')
    expect(painted(await exported())).toBeGreaterThan(0)
    expect(app.complaints).toEqual([])
  })
})
