import { afterAll, beforeAll, expect, it } from 'vitest'
import { TemporaryFolder } from '../../data/support'
import { describeWith, optional } from '../../support/optional'
import { placeOnLargeDigit, serveLargeDigit, type ServedApp } from '../support'

describeWith(optional.chromium, 'completing a photo in Chromium', (chromium) => {
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

  const place = (x: number, y: number) => placeOnLargeDigit(app.page, x, y)

  async function drag(from: [number, number], to: [number, number]): Promise<void> {
    const { mouse } = app.page
    await mouse.move(...(await place(...from)))
    await mouse.down()
    await mouse.move(...(await place(...to)), { steps: 6 })
    await mouse.up()
  }

  async function finished(count: number): Promise<void> {
    const variants = app.page.getByRole('button', { name: /^Variant \d, .* nats/ })
    await expect.poll(() => variants.count(), { timeout: 100_000 }).toBe(count)
  }

  it('measures what it takes, and says what the model sees', async () => {
    const { page } = app
    await drag([46, 52], [60, 56])
    // One's own photo begins with the bundled model of photographs.
    await page.getByText(/^Drawn at 32 × 32, enlarged/).waitFor()
    await page.getByText(/It takes about .* here/).waitFor({ timeout: 60_000 })
    await page.getByRole('radio', { name: /^Best/ }).waitFor()
  })

  it('moves the frame by pointer and by keys', async () => {
    const { page } = app
    await page.keyboard.press('m')
    const caption = page.locator('.caption')
    const before = await caption.textContent()
    // Smaller by keys, and then moved by what it holds.
    await page.keyboard.press('Shift+ArrowLeft')
    await expect.poll(() => caption.textContent()).not.toBe(before)
    const frame = page.locator('.frame-hud rect.over')
    const at = await frame.getAttribute('x')
    await drag([53, 54], [49, 54])
    expect(Number(await frame.getAttribute('x'))).toBeLessThan(Number(at))
    await page.getByRole('button', { name: 'Reset' }).click()
    await expect.poll(() => caption.textContent()).toBe(before)
    await page.keyboard.press('b')
  })

  it('completes, and draws more like one from a line', async () => {
    const { page } = app
    await page.getByRole('button', { name: 'Complete', exact: true }).last().click()
    await finished(4)
    await page.getByRole('button', { name: 'More like this' }).click()
    await page.locator('.segment', { hasText: 'From a line' }).click()
    const line = page.locator('.like-line line.over')
    const before = Number(await line.getAttribute('y1'))
    await page.keyboard.press('ArrowUp')
    await expect.poll(async () => Number(await line.getAttribute('y1'))).toBeLessThan(before)
    await drag([53, 54], [53, 57])
    await page.getByRole('button', { name: /^Draw more like/ }).click()
    await page.getByText('2 of 2').waitFor()
    await finished(4)
    expect(app.complaints).toEqual([])
  })

  it('accepts one by Enter, and brings the others back by undo', async () => {
    const { page } = app
    await page.locator('.stage').focus()
    await page.keyboard.press('2')
    await page.keyboard.press('Enter')
    await page.getByText('Variant 2 of large.png, accepted.').waitFor()
    const photos = page.getByRole('button', { name: /^large/ })
    expect(await photos.count()).toBe(2)
    await page.keyboard.press('Control+z')
    await finished(4)
    await expect.poll(() => photos.count()).toBe(1)
    expect(await page.locator('.tile').nth(1).getAttribute('class')).toContain('selected')
    expect(app.complaints).toEqual([])
  })
})
