import { afterAll, beforeAll, expect, it } from 'vitest'
import { TemporaryFolder } from '../../data/support'
import { describeWith, optional } from '../../support/optional'
import { pixelsOf, placeOnLargeDigit, serveLargeDigit, type ServedApp } from '../support'

describeWith(optional.chromium, 'point 5: completing a photo in Chromium', (chromium) => {
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

  it('5. variants in a staging strip: 1 to 9 pick, arrows flip, Tab held shows the original', async () => {
    const { page } = app
    const stage = page.locator('.stage')
    const picked = (): Promise<string | null> => page.locator('.tile.selected .key').textContent()
    const result = page.locator('.sheet div.layer img')
    for (const key of ['3', '1', '4', '2']) {
      await page.keyboard.press(key)
      await expect.poll(picked).toBe(key)
    }
    await page.keyboard.press('ArrowRight')
    await expect.poll(picked).toBe('3')
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('ArrowLeft')
    await expect.poll(picked).toBe('1')
    // To the left of the first lies the original with its mask.
    await page.keyboard.press('ArrowLeft')
    await page.locator('.strip .original.selected').waitFor()
    await page.keyboard.press('2')
    await result.waitFor()

    // By pointer on the photo: only then does Tab not move the focus.
    await stage.click({ position: { x: 5, y: 5 } })
    await result.waitFor()
    await page.keyboard.down('Tab')
    await result.waitFor({ state: 'detached' })
    await page.keyboard.up('Tab')
    await result.waitFor()
    expect(await picked()).toBe('2')
  })

  it('5. variants in a staging strip: any is saved without accepting it', async () => {
    const { page } = app
    const files: Buffer[] = []
    for (const number of [1, 4]) {
      const coming = page.waitForEvent('download')
      await page.getByRole('button', { name: `Save variant ${number}` }).click({ force: true })
      const download = await coming
      expect(download.suggestedFilename()).toBe(`large-completed-${number}.png`)
      files.push((await pixelsOf(await download.path())).data)
      // What says so lies over the photo, never over what is pressed next.
      const message = await page.locator('.toast').last().boundingBox()
      const strip = await page.locator('.strip').boundingBox()
      expect((message?.y ?? NaN) + (message?.height ?? NaN)).toBeLessThan(strip?.y ?? NaN)
      expect(message?.x).toBeGreaterThan(strip?.x ?? NaN)
      expect((message?.x ?? NaN) + (message?.width ?? NaN)).toBeLessThan(
        (strip?.x ?? NaN) + (strip?.width ?? NaN),
      )
    }
    expect(files[0]?.equals(files[1] ?? Buffer.of())).toBe(false)
    expect(await page.getByRole('button', { name: /^large/ }).count()).toBe(1)
  })

  it('5. variants in a staging strip: Enter accepts, undo brings the strip back', async () => {
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
