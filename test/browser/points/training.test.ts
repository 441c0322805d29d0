import { afterAll, beforeAll, expect, it } from 'vitest'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { noisyImage, TemporaryFolder } from '../../data/support'
import { putImages } from '../../jobs/support'
import { describeWith, optional } from '../../support/optional'
import { pixelsOf, serveApp, type ServedApp } from '../support'

describeWith(
  optional.chromium,
  'points 8 to 11: a training, from the folder to a model that begins where it ended',
  (chromium) => {
    let folder: TemporaryFolder
    let app: ServedApp
    beforeAll(async () => {
      folder = new TemporaryFolder()
      await putImages(folder, 40)
      folder.put('good/broken.png', 'not an image')
      const twice = await noisyImage(20, 'png')
      folder.put('good/twin-a.png', twice)
      folder.put('good/twin-b.png', twice)
      app = await serveApp(chromium, folder.at('data'))
      await app.page.evaluate('location.hash = "#train"')
    })
    afterAll(async () => {
      await app.close()
      folder.remove()
    })

    const field = (name: string) => app.page.getByRole('textbox', { name, exact: true })
    const button = (name: string | RegExp) => app.page.getByRole('button', { name, exact: true })

    it('10. a check of the folder: bad files by name and reason, duplicates, sizes, a crop preview', async () => {
      const { page } = app
      await field('Images').fill(folder.at('good'))
      await button('Check folder').click()
      await page.getByText('42 images can be learned from').waitFor()
      await page.getByText(/broken\.png/).waitFor()
      await page.getByText('The same: twin-a.png, twin-b.png').waitFor()
      // Photos of their own colours, so that the form asks for colour and all tones.
      expect(await page.getByRole('radio', { name: 'Colour' }).isChecked()).toBe(true)
      const pictures = page.locator('.crop-preview img')
      await expect.poll(() => pictures.count()).toBe(12)
      // Of images whose shorter side is seven pixels, the smallest square that a model is made for.
      const size = 'document.querySelector(".crop-preview img")?.naturalWidth'
      await expect.poll(() => page.evaluate(size)).toBe(8)

      const before = await pictures.first().getAttribute('src')
      await page.getByText('Grey', { exact: true }).click()
      await expect.poll(() => pictures.first().getAttribute('src')).not.toBe(before)
      expect(app.complaints).toEqual([])
    })

    it('8. pause and resume: paused, found again by another page, and gone on with to the end', async () => {
      const { page } = app
      await page.getByText('Quick look').click()
      await page.getByText('Advanced').click()
      for (const [name, value] of [
        ['Features', '4'],
        ['Blocks', '1'],
        ['Batch', '4'],
        ['Minutes', ''],
        ['Steps', '2000'],
      ] as const) {
        await field(name).fill(value)
      }
      await field('Name').fill('patches')
      await button('Start training').click()
      await page.getByText('step', { exact: false }).first().waitFor()
      const curve = page.getByRole('slider', { name: /Read the curve/ })
      await expect.poll(() => curve.getAttribute('aria-valuetext')).toMatch(/^Step \d.*training \d/)
      await button('Pause').click()
      await button('Continue').waitFor()

      await page.reload()
      await page
        .getByText(/Paused at step \d/)
        .first()
        .waitFor()
      await expect.poll(() => curve.getAttribute('aria-valuetext')).toMatch(/^Step \d/)
      await curve.focus()
      await page.keyboard.press('Home')
      await expect.poll(() => curve.getAttribute('aria-valuenow')).toBe('0')

      await button('Continue').click()
      await button('Stop').waitFor()
      await expect.poll(() => page.getByText(/of 2,000/).count()).toBeGreaterThan(0)
      await button('Use this model').waitFor({ timeout: 100_000 })
      await page.getByText('Finished').first().waitFor()
      expect(existsSync(folder.at('data', 'models', 'patches', 'checkpoints', '2000'))).toBe(true)
      await page.locator('.held-out img.shown').waitFor()
      expect(app.complaints).toEqual([])
    })

    it('9. fixed held-out samples: the same with the same masks each time, beside a step slider', async () => {
      const { page } = app
      const samples = folder.at('data', 'models', 'patches', 'samples')
      const steps = readdirSync(samples).map((name) => Number.parseInt(name, 10))
      steps.sort((a, b) => a - b)
      expect(steps.length).toBeGreaterThan(2)
      const sheets = await Promise.all(steps.map((step) => pixelsOf(join(samples, `${step}.png`))))
      // Three rows of pictures: given, completed, original. Of them only the second may change.
      const row = ({ data, width, height, channels }: (typeof sheets)[number], at: number): Buffer => {
        const lines = Math.floor(height / 3)
        return data.subarray(at * lines * width * channels, (at + 1) * lines * width * channels)
      }
      const [first] = sheets
      if (!first) throw new Error('no sheet')
      for (const sheet of sheets) {
        expect(row(sheet, 0).equals(row(first, 0))).toBe(true)
        expect(row(sheet, 2).equals(row(first, 2))).toBe(true)
      }
      expect(sheets.some((sheet) => !row(sheet, 1).equals(row(first, 1)))).toBe(true)

      const shown = page.locator('.held-out img.shown')
      const alt = (step: number): string =>
        `Held-out images completed after ${step.toLocaleString('en')} steps, between what was given and the originals`
      expect(await shown.getAttribute('alt')).toBe(alt(steps.at(-1) ?? NaN))
      const slider = page.locator('.held-out').getByRole('slider', { name: 'Step' })
      await slider.focus()
      await page.keyboard.press('Home')
      await expect.poll(() => shown.getAttribute('alt')).toBe(alt(steps[0] ?? NaN))
      await page.keyboard.press('ArrowRight')
      await expect.poll(() => shown.getAttribute('alt')).toBe(alt(steps[1] ?? NaN))
      expect(app.complaints).toEqual([])
    })

    it('is where another model begins', async () => {
      const { page } = app
      await button('More to do with this training').click()
      await page.getByRole('menuitem', { name: /New model from here/ }).click()
      await page.getByRole('combobox', { name: /Begin with/ }).click()
      await page.getByRole('option', { name: 'Step 2,000' }).click()
      await button('Set it up').click()
      await page.getByText('Begins with what “patches” knew at step 2,000.').waitFor()
      await page.getByText('Advanced').click()
      await field('Minutes').fill('')
      await field('Steps').fill('3')
      await button('Start training').click()
      await page.getByRole('heading', { name: 'patches 2' }).waitFor()
      await button('Use this model').waitFor({ timeout: 100_000 })
      await expect.poll(() => page.getByText(/3 steps in/).count()).toBeGreaterThan(0)

      await button('Compare').click()
      await page.getByRole('checkbox', { name: 'patches' }).click()
      await expect.poll(() => page.locator('.curve-legend tbody tr').count()).toBe(2)
      expect(app.complaints).toEqual([])
    })

    it('11. the best checkpoint is kept by itself, and an early stop offered', async () => {
      const { page } = app
      await button('New training').click()
      // Where nothing is learned validation doesn't fall.
      await button('Begin with nothing').click()
      await field('Images').fill(folder.at('good'))
      await page.getByText('Advanced').click()
      for (const [name, value] of [
        ['Features', '4'],
        ['Blocks', '1'],
        ['Batch', '4'],
        ['Learning rate', '0.000000001'],
        ['Warm-up', '1000000'],
        ['Minutes', ''],
        ['Steps', '1000000'],
        ['Checkpoints kept', '1'],
      ] as const) {
        await field(name).fill(value)
      }
      await field('Name').fill('flat')
      await button('Start training').click()
      await page.getByText('Validation no longer falls since step', { exact: false }).waitFor()
      await button('Stop and keep the best').click()
      await button('Use this model').waitFor({ timeout: 100_000 })
      const document = JSON.parse(
        readFileSync(folder.at('data', 'models', 'flat', 'model.json'), 'utf8'),
      ) as {
        training: { bestStep: number; steps: number }
      }
      const { bestStep, steps } = document.training
      expect(bestStep).toBeLessThan(steps)
      // The last one, to go on from, and the best one beside it.
      const kept = readdirSync(folder.at('data', 'models', 'flat', 'checkpoints'))
      expect(kept.map(Number).sort((a, b) => a - b)).toEqual([bestStep, steps])
      expect(app.complaints).toEqual([])
    })
  },
)
