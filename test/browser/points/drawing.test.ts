import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { JobSnapshot } from '../../../src/shared/jobs'
import { TemporaryFolder } from '../../data/support'
import { describeWith, optional } from '../../support/optional'
import { colourfulPhoto } from '../photo'
import {
  dropFiles,
  listenToLine,
  pixelsOf,
  ratedVariants,
  serveApp,
  type ServedApp,
  type Told,
} from '../support'

/** Sides of the photo, and of its hole. */
const [side, hole] = [200, 40]
/** Milliseconds between two tellings of one kind, at least: ten a second. */
const spacing = 100

describeWith(optional.chromium, 'points 5, 6 and 7: a completion while it is drawn', (chromium) => {
  let folder: TemporaryFolder
  let app: ServedApp
  let told: Told[]

  beforeAll(async () => {
    folder = new TemporaryFolder()
    app = await serveApp(chromium, folder.at('data'))
    told = listenToLine(app.page)
    await app.page.reload()
    await app.page.locator('.go .primary').waitFor()
  })
  afterAll(async () => {
    await app.close()
    folder.remove()
  })

  /** Drops a photo, and masks of it a rectangle from the first place to the second. */
  async function dropMasked(
    { name, bytes, width }: { name: string; bytes: Buffer; width: number },
    from: readonly [number, number],
    to: readonly [number, number],
  ): Promise<void> {
    const { page } = app
    await dropFiles(page, [{ name, bytes }])
    await page.getByRole('application', { name: new RegExp(`^${name}`) }).waitFor()
    await page.keyboard.press('r')
    const sheet = await page.locator('.sheet').boundingBox()
    if (!sheet) throw new Error('no photo')
    const place = ([x, y]: readonly [number, number]): [number, number] => {
      const scale = sheet.width / width
      return [sheet.x + x * scale, sheet.y + y * scale]
    }
    await page.mouse.move(...place(from))
    await page.mouse.down()
    await page.mouse.move(...place(to), { steps: 4 })
    await page.mouse.up()
  }

  const tiles = () => app.page.locator('.tile')
  const finishedTiles = () => app.page.getByRole('button', { name: /^Save variant/ })

  async function chooseVariants(count: number): Promise<void> {
    await app.page.getByRole('slider', { name: 'Variants' }).focus()
    await app.page.keyboard.press('Home')
    for (let i = 1; i < count; i++) await app.page.keyboard.press('ArrowRight')
  }

  const snapshots = (): JobSnapshot[] =>
    told
      .filter(({ event }) => event === 'job.changed')
      .map(({ payload }) => (payload as { job: JobSnapshot }).job)
      .filter(({ kind }) => kind === 'complete')

  it('6. live preview off the sampler’s path: finished rows arrive while it draws, ten messages a second at most', async () => {
    const { page } = app
    const photo = { name: 'photo.png', bytes: await colourfulPhoto(side, side), width: side }
    await dropMasked(photo, [80, 80], [80 + hole, 80 + hole])
    // Pixel by pixel there is time to look.
    await page.locator('.segment', { hasText: 'Photo’s own' }).click()
    await chooseVariants(4)
    await page.getByRole('button', { name: 'Complete', exact: true }).last().click()
    await page.getByText(/^Filling in, row by row/).waitFor()
    // The line where the next row comes, and under it the hole that is still there.
    await page.locator('.tile .scan').first().waitFor()
    expect(await ratedVariants(page).count()).toBeLessThan(4)
    await expect.poll(() => ratedVariants(page).count()).toBe(4)
    await expect.poll(() => snapshots().at(-1)?.state).toBe('done')

    const job = snapshots().at(-1)
    const rows = told
      .filter(({ event }) => event === 'job.rows')
      .map(({ payload }) => payload as { jobId: string; rows: { variant: number; row: number }[] })
      .filter(({ jobId }) => jobId === job?.id)
    const all = rows.flatMap((message) => message.rows)
    expect(new Set(all.map(({ variant }) => variant))).toEqual(new Set([0, 1, 2, 3]))
    // Rows of the hole and around it, each variant's in order but for parts drawn one after another.
    expect(all.length).toBeGreaterThanOrEqual(4 * hole)
    expect(all.length).toBeGreaterThan(rows.length)
    // By the app's own clock: one at once, one each tenth of a second after, one more at the end of each variant.
    const took = (job?.endedAt ?? 0) - (job?.startedAt ?? 0)
    expect(rows.length).toBeLessThanOrEqual(took / spacing + 1 + 4)
    // Before the last rows something was shown already.
    const first = told.findIndex(({ event }) => event === 'job.rows')
    const last = told.findLastIndex(({ event }) => event === 'job.rows')
    expect(last).toBeGreaterThan(first)
    expect(app.complaints).toEqual([])
  })

  it('Best draws a photograph twice as fine, by the Multi-Scale model around the one that is chosen', async () => {
    const { page } = app
    await page.locator('.segment', { hasText: 'Model’s' }).click()
    await chooseVariants(2)
    for (const [quality, modelId, drawn] of [
      ['Better', 'photos-pixelcnn', 'Drawn at 32 × 32'],
      ['Best', 'photos-multi-scale', 'Drawn at 64 × 64'],
    ] as const) {
      await page.locator('.quality-field .segment', { hasText: quality }).click()
      await page.getByText(drawn, { exact: false }).first().waitFor()
      const before = snapshots().at(-1)?.id
      await page.getByRole('button', { name: 'Complete', exact: true }).last().click()
      await expect.poll(() => snapshots().at(-1)?.id).not.toBe(before)
      await expect.poll(() => snapshots().at(-1)?.state).toBe('done')
      expect(snapshots().at(-1)).toMatchObject({ modelId })
      await expect.poll(() => ratedVariants(page).count()).toBe(2)
    }
    await page.locator('.quality-field .segment', { hasText: 'Better' }).click()
    expect(app.complaints).toEqual([])
  })

  it('7. cancel means now, and keeps what is finished', async () => {
    const { page } = app
    // So much noise takes a while to write, variant after variant, though they are drawn together.
    const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const
    const [width, height] = [2400, 1600]
    const bytes = await sharp({ create: { width, height, channels: 3, background: '#888', noise } })
      .jpeg({ quality: 95 })
      .toBuffer()
    await dropMasked({ name: 'noise.jpg', bytes, width }, [1190, 30], [1215, 1570])
    await page.locator('.segment', { hasText: 'Model’s' }).click()
    await chooseVariants(9)
    await page.getByRole('button', { name: 'Complete', exact: true }).last().click()
    // Of use at once, while the others aren't done: its tile can be picked, and it can be saved.
    await finishedTiles().first().waitFor()
    await page.getByRole('button', { name: 'Cancel', exact: true }).click()
    await expect.poll(() => snapshots().at(-1)?.state).toBe('cancelled')
    const kept = await finishedTiles().count()
    expect(kept).toBeGreaterThan(0)
    expect(kept).toBeLessThan(9)
    expect(await tiles().count()).toBe(9)
    expect(await page.getByRole('button', { name: /not finished$/ }).count()).toBe(9 - kept)
    const name = (await finishedTiles().first().getAttribute('aria-label')) ?? ''
    const coming = page.waitForEvent('download')
    await finishedTiles().first().click({ force: true })
    const saved = await pixelsOf(await (await coming).path())
    expect([saved.width, saved.height]).toEqual([width, height])
    // Nothing more comes after its end.
    const end = told.length
    await page.getByRole('button', { name: 'Complete', exact: true }).last().waitFor()
    expect(told.slice(end).filter(({ event }) => event === 'job.rows')).toEqual([])

    await page.reload()
    await page.getByRole('button', { name, exact: true }).waitFor()
    await expect.poll(() => finishedTiles().count()).toBe(kept)
    expect(app.complaints).toEqual([])
  })
})
