import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { jpegTaken, pngBytes, temporaryFolder } from '../app/support/folders'
import { describeWith, optional } from '../support/optional'
import { dropFiles, serveApp } from './support'

const phone = resolve(import.meta.dirname, '../fixtures/heic/phone.heic')

describeWith(optional.chromium, 'the library in a browser', (chromium) => {
  it('takes what is dropped, finds it, and is used by keyboard alone', async () => {
    const app = await serveApp(chromium, await temporaryFolder())
    const { page, complaints } = app
    try {
      await page.waitForSelector('.complete-view')
      await page.getByRole('button', { name: 'Library', exact: true }).click()
      const tiles = page.getByRole('option')
      // As text: it runs in the page.
      const names = (): Promise<string[]> =>
        page.evaluate(`[...document.querySelectorAll('[role=option]')].map((tile) => tile.ariaLabel)`)
      const selected = (): Promise<number> => page.locator('[role=option][aria-selected=true]').count()
      const before = await tiles.count()

      const colours = ['#c33', '#3c3', '#33c']
      const files = await Promise.all(
        colours.map(async (colour, index) => ({
          name: `beach ${index}.png`,
          bytes: await pngBytes(60, 40, colour),
        })),
      )
      const broken = { name: 'broken.png', bytes: new TextEncoder().encode('not a picture') }
      await dropFiles(page, [...files, { name: 'phone.heic', bytes: await readFile(phone) }, broken])
      await page.getByText('4 photos added, one file left out.').waitFor()
      await page.getByRole('button', { name: 'See why' }).click()
      await page.getByRole('dialog').getByText('broken.png').waitFor()
      await page.keyboard.press('Escape')
      // The newest first, each with a picture, the phone's too.
      await expect
        .poll(async () => (await names()).slice(0, 4))
        .toEqual(['phone.heic', 'beach 2.png', 'beach 1.png', 'beach 0.png'])
      await expect
        .poll(() => page.evaluate(`document.querySelector('[role=option] img')?.naturalWidth`))
        .toBe(64)

      await page.getByRole('searchbox').fill('beach')
      await expect.poll(names).toHaveLength(3)
      await page.getByRole('listbox').focus()
      await page.keyboard.press('ArrowRight')
      await page.keyboard.press('Shift+ArrowRight')
      expect(await selected()).toBe(2)
      await page.keyboard.press('Delete')
      await expect.poll(names).toEqual(['beach 0.png'])
      await page.getByRole('button', { name: 'Undo' }).click()
      await expect.poll(names).toHaveLength(3)
      await page.getByRole('searchbox').fill('')
      await expect.poll(names).toHaveLength(before + 4)

      await page.getByRole('listbox').focus()
      await page.keyboard.press('Control+a')
      expect(await selected()).toBe(before + 4)
      await page.keyboard.press('Home')
      await page.keyboard.press('Enter')
      await page.waitForSelector('.complete-view')
      const current = page.locator('.library [aria-current=true]')
      await expect.poll(() => current.getAttribute('aria-label')).toBe('phone.heic')
      expect(complaints).toEqual([])
    } finally {
      await app.close()
    }
  })

  it('sorts by when photos were taken, whenever they were added', async () => {
    const app = await serveApp(chromium, await temporaryFolder())
    const { page, complaints } = app
    try {
      await page.waitForSelector('.complete-view')
      await page.getByRole('button', { name: 'Library', exact: true }).click()
      const named = async (name: string, at: string) => ({ name, bytes: await jpegTaken(at) })
      await dropFiles(page, [
        await named('middle.jpg', '2012:01:01 12:00:00'),
        await named('latest.jpg', '2019:07:04 18:30:05'),
        await named('earliest.jpg', '2003:12:31 23:59:59'),
        { name: 'drawn.png', bytes: await pngBytes() },
      ])
      await page.getByText('4 photos added').waitFor()
      // As text: it runs in the page.
      const dropped = (): Promise<string[]> =>
        page.evaluate(`[...document.querySelectorAll('[role=option]')].map((tile) => tile.ariaLabel)
          .filter((name) => /^(middle|latest|earliest)\\.jpg$|^drawn\\.png$/.test(name))`)
      await expect.poll(dropped).toEqual(['drawn.png', 'earliest.jpg', 'latest.jpg', 'middle.jpg'])
      await page.getByRole('combobox', { name: 'Sort by' }).click()
      await page.getByRole('option', { name: 'Date taken' }).click()
      await expect.poll(dropped).toEqual(['drawn.png', 'latest.jpg', 'middle.jpg', 'earliest.jpg'])
      await page.getByRole('button', { name: 'Descending' }).click()
      await expect.poll(dropped).toEqual(['earliest.jpg', 'middle.jpg', 'latest.jpg', 'drawn.png'])
      await page.locator('[role=option][aria-label="earliest.jpg"]').click()
      await page.getByLabel('Details').getByText('Dec 31, 2003').waitFor()
      expect(complaints).toEqual([])
    } finally {
      await app.close()
    }
  })
})
