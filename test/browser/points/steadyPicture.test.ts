import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { TemporaryFolder } from '../../data/support'
import { describeWith, optional } from '../../support/optional'
import { filmPage, type Shown } from '../frames'
import { dropFiles, ratedVariants, serveApp, type ServedApp } from '../support'

/** Large enough that Chromium would decode it beside the page, and show what is below it meanwhile. */
const size = { width: 1200, height: 900 }
/** What is to be replaced, in a colour that nothing in the photo suggests. */
const spot = { left: 540, top: 400, side: 120 }
const magenta = '#ff00ff'

/** A dark photo: neither the spot's colour nor an empty place on the page look like any part of it. */
async function photo(): Promise<Uint8Array> {
  const { side } = spot
  const data = Uint8Array.from(
    { length: size.width * size.height * 3 },
    (_, i) => 20 + ((i * i * 31 + (i >> 3)) % 32),
  )
  const mark = await sharp({ create: { width: side, height: side, channels: 3, background: magenta } })
    .png()
    .toBuffer()
  return sharp(data, { raw: { ...size, channels: 3 } })
    .blur(6)
    .composite([{ input: mark, left: spot.left, top: spot.top }])
    .png()
    .toBuffer()
}

/** What share of a part of the page has such colours. */
function share(shown: Shown, is: (red: number, green: number, blue: number) => boolean): number {
  let count = 0
  for (let i = 0; i < shown.length; i += 3) {
    if (is(shown[i] ?? 0, shown[i + 1] ?? 0, shown[i + 2] ?? 0)) count++
  }
  return count / (shown.length / 3)
}
const ofOriginal = (shown: Shown): number =>
  share(shown, (red, green, blue) => red > 150 && green < 90 && blue > 150)
const ofPhoto = (shown: Shown): number => share(shown, (red, green, blue) => Math.max(red, green, blue) < 80)

describeWith(optional.chromium, 'point 5: what is shown of a result', (chromium) => {
  let folder: TemporaryFolder
  let app: ServedApp
  beforeAll(async () => {
    folder = new TemporaryFolder()
    app = await serveApp(chromium, folder.at('data'))
  })
  afterAll(async () => {
    await app.close()
    folder.remove()
  })

  /** Waits until so many pictures lie on the stage, all of them loaded, and have been shown. */
  async function hasAll(count: number): Promise<void> {
    // As text: it runs in the page.
    const loaded = `[...document.querySelectorAll('.sheet img')].filter((image) => image.complete).length`
    await expect.poll(() => app.page.evaluate(loaded)).toBe(count)
    await app.page.evaluate(
      'new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown)))',
    )
  }

  it('5. variants in a staging strip: no frame of the original shows between them, nor when one is accepted', async () => {
    const { page } = app
    await dropFiles(page, [{ name: 'dark.png', bytes: await photo() }])
    await page.getByText('Paint over the part to replace.').waitFor()
    const box = await page.locator('.sheet').boundingBox()
    if (!box) throw new Error('no photo')
    const at = (x: number, y: number): [number, number] => [
      box.x + (x / size.width) * box.width,
      box.y + (y / size.height) * box.height,
    ]
    const { left, top, side } = spot
    await page.keyboard.press('r')
    await page.mouse.move(...at(left - 20, top - 20))
    await page.mouse.down()
    await page.mouse.move(...at(left + side + 20, top + side + 20), { steps: 4 })
    await page.mouse.up()
    await page.mouse.move(...at(30, 30))
    // As over a slow line or disk: what isn't there yet shows for many frames.
    const session = await page.context().newCDPSession(page)
    await session.send('Network.enable')
    const unlimited = { downloadThroughput: -1, uploadThroughput: -1 }
    await session.send('Network.emulateNetworkConditions', { offline: false, latency: 200, ...unlimited })

    const filmed = await filmPage(page)
    await page.getByRole('button', { name: 'Complete', exact: true }).last().click()
    await expect.poll(() => ratedVariants(page).count(), { timeout: 100_000 }).toBe(4)
    await page.locator('.stage').focus()
    for (const [key, number] of [
      ...(['2', '3', '4', '1'] as const).map((own) => [own, own] as const),
      ...[['ArrowRight', '2'] as const, ['ArrowLeft', '1'] as const, ['4', '4'] as const],
    ]) {
      await page.keyboard.press(key)
      await expect.poll(() => page.locator('.tile.selected .key').textContent()).toBe(number)
      await hasAll(2)
    }
    await page.keyboard.press('Enter')
    await page.getByText('Variant 4 of dark.png, accepted.').waitFor()
    await hasAll(1)
    await page.keyboard.press('Control+z')
    await ratedVariants(page).first().waitFor()
    await hasAll(2)
    const [stage, strip] = [
      await page.locator('.stage').boundingBox(),
      await page.locator('.strip').boundingBox(),
    ]
    if (!stage || !strip) throw new Error('no stage')
    const seen = await filmed.end({ ...stage, height: strip.y - stage.y })
    // Not of the photo before Complete, which is to be seen.
    const after = seen.slice(seen.findIndex((shown) => ofOriginal(shown) === 0))
    expect(after.length).toBeGreaterThan(20)
    expect(after.map(ofOriginal).filter((part) => part > 0)).toEqual([])
    expect(after.map(ofPhoto).filter((part) => part < 0.2)).toEqual([])
    expect(app.complaints).toEqual([])
  })
})
