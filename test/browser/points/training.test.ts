import { afterAll, beforeAll, expect, it } from 'vitest'
import { existsSync } from 'node:fs'
import { noisyImage, TemporaryFolder } from '../../data/support'
import { putImages } from '../../jobs/support'
import { describeWith, optional } from '../../support/optional'
import { serveApp, type ServedApp } from '../support'

describeWith(
  optional.chromium,
  'a training, from the folder to a model that begins where it ended',
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

    it('looks through the folder, names what is bad or double, and shows what the model will see', async () => {
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

    it('learns, is paused, found again by another page, and goes on to its end', async () => {
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
  },
)
