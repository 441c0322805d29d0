import { readFileSync } from 'node:fs'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { TemporaryFolder } from '../../data/support'
import { describeWith, optional } from '../../support/optional'
import { colourfulPhoto, fromCamera } from '../photo'
import { dropFiles, exportedMask, pixelsOf, ratedVariants, serveApp, type ServedApp } from '../support'

const [width, height] = [180, 120]

describeWith(optional.chromium, 'points 3 and 12: one’s own photo in Chromium', (chromium) => {
  let folder: TemporaryFolder
  let app: ServedApp
  let upright: Buffer
  let mask: Uint8Array

  beforeAll(async () => {
    folder = new TemporaryFolder()
    app = await serveApp(chromium, folder.at('data'))
    const camera = await fromCamera(await colourfulPhoto(width, height))
    // What a person sees of it, by another reader than the app's own path through it.
    upright = await sharp(camera).autoOrient().raw().toBuffer()
    await dropFiles(app.page, [{ name: 'camera.jpg', bytes: camera }])
    await app.page.getByRole('application', { name: /^camera\.jpg/ }).waitFor()
  })
  afterAll(async () => {
    await app.close()
    folder.remove()
  })

  async function complete(runs: number): Promise<void> {
    await app.page.getByRole('button', { name: 'Complete', exact: true }).last().click()
    if (runs > 1) await app.page.getByText(`${runs} of ${runs}`).waitFor()
    await expect.poll(() => ratedVariants(app.page).count()).toBe(2)
    await app.page.locator('.tile .likeliest').waitFor()
  }

  const saving = () => app.page.getByRole('dialog', { name: 'How results are saved' })

  async function openSaving(): Promise<void> {
    await app.page.getByRole('button', { name: 'How results are saved' }).click()
    await saving().waitFor()
  }

  async function save(): Promise<{ name: string; bytes: Buffer }> {
    const coming = app.page.waitForEvent('download')
    await app.page.getByRole('button', { name: 'Save variant 1' }).click({ force: true })
    const download = await coming
    return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) }
  }

  /** How far a picture is from the photo, at most, outside the mask and inside. */
  async function differences(picture: Buffer): Promise<{ outside: number; inside: number }> {
    const { data, channels, ...size } = await pixelsOf(picture)
    expect([size.width, size.height, channels]).toEqual([width, height, 3])
    const most = { outside: 0, inside: 0 }
    for (let i = 0; i < data.length; i++) {
      const where = mask[Math.floor(i / 3)] === 1 ? 'inside' : 'outside'
      most[where] = Math.max(most[where], Math.abs((data[i] ?? 0) - (upright[i] ?? 0)))
    }
    return most
  }

  it('3. pixels outside the mask are never touched: full resolution, byte for byte, in PNG and WebP', async () => {
    const { page } = app
    await page.keyboard.press('r')
    const sheet = await page.locator('.sheet').boundingBox()
    if (!sheet) throw new Error('no photo')
    const scale = sheet.width / width
    const at = (x: number, y: number): [number, number] => [sheet.x + x * scale, sheet.y + y * scale]
    await page.mouse.move(...at(70, 40))
    await page.mouse.down()
    await page.mouse.move(...at(110, 80), { steps: 4 })
    await page.mouse.up()
    mask = await exportedMask(page)
    expect(mask.reduce((sum, value) => sum + value, 0)).toBeGreaterThan(1400)
    const variants = page.getByRole('slider', { name: 'Variants' })
    await variants.focus()
    await page.keyboard.press('Home')
    await page.keyboard.press('ArrowRight')
    await page.getByRole('radio', { name: /^Fast/ }).check({ force: true })
    await complete(1)

    const png = await save()
    expect(png.name).toBe('camera-completed-1.png')
    const { outside, inside } = await differences(png.bytes)
    expect(outside).toBe(0)
    expect(inside).toBeGreaterThan(20)

    await openSaving()
    await saving().locator('.segment', { hasText: 'WebP' }).click()
    await saving()
      .getByText(/stays exactly as it was/)
      .waitFor()
    await page.keyboard.press('Escape')
    const webp = await save()
    expect(await differences(webp.bytes)).toEqual({ outside: 0, inside })
  })

  it('12. photo hygiene: orientation is baked in, the colour profile kept, what the camera wrote as one chooses', async () => {
    const { page } = app
    for (const format of ['PNG', 'JPEG', 'WebP']) {
      await openSaving()
      await saving().locator('.segment', { hasText: format }).click()
      const keep = saving().getByRole('checkbox', { name: /^Keep camera data/ })
      for (const wanted of [true, false]) {
        if ((await keep.isChecked()) !== wanted) {
          await keep.click()
          await expect.poll(() => keep.isChecked()).toBe(wanted)
        }
        const coming = page.waitForEvent('download')
        await saving().getByRole('button', { name: 'Save', exact: true }).click()
        const metadata = await sharp(await (await coming).path()).metadata()
        expect([metadata.width, metadata.height]).toEqual([width, height])
        expect(metadata.orientation ?? 1).toBe(1)
        expect(metadata.icc?.length).toBeGreaterThan(300)
        expect(metadata.exif?.includes('Camera obscura') ?? false).toBe(wanted)
        await saving().waitFor({ state: 'detached' })
        await openSaving()
      }
      await page.keyboard.press('Escape')
    }
    await openSaving()
    await saving().locator('.segment', { hasText: 'PNG' }).click()
    await page.keyboard.press('Escape')
  })

  it('3. pixels outside the mask are never touched: a feather goes over inside the mask only', async () => {
    const { page } = app
    const sharpEdges = await differences((await save()).bytes)
    await page.locator('summary', { hasText: 'Edges' }).click()
    const feather = page.getByRole('slider', { name: 'Feather' })
    await feather.focus()
    for (let i = 0; i < 6; i++) await page.keyboard.press('ArrowRight')
    await complete(2)
    const { bytes } = await save()
    expect((await differences(bytes)).outside).toBe(0)
    expect(sharpEdges.outside).toBe(0)
    // Along the inner side of the edge it is nearly the photo, far inside it isn't.
    const { data } = await pixelsOf(bytes)
    const edge = [...mask.keys()].filter((i) => mask[i] === 1 && mask[i - 1] === 0)
    const off = (pixels: number[]): number =>
      pixels.reduce((sum, i) => sum + Math.abs((data[3 * i] ?? 0) - (upright[3 * i] ?? 0)), 0) / pixels.length
    expect(off(edge)).toBeLessThan(off(edge.map((i) => i + 12)))
    expect(app.complaints).toEqual([])
  })
})
