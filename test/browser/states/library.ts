import { renameSync } from 'node:fs'
import { putLandscapes } from './scenery'
import { closeOpen, computed, type State } from './stage'

export const library: readonly State[] = [
  {
    name: 'library-full',
    caption: 'Photos of a watched folder beside the bundled digits.',
    async reach(stage) {
      const { page, button, folder } = stage
      await stage.open('library')
      const path = folder.at('walks')
      await putLandscapes(path, { count: 40, width: 480, height: 320 })
      await button(/^Watched folders/).click()
      const popover = page.getByRole('dialog', { name: 'Watched folders' })
      await popover.getByLabel('Folder on this computer').fill(path)
      await popover.getByRole('button', { name: 'Watch', exact: true }).click()
      await popover.getByText('40 photos').waitFor(computed)
      await closeOpen(stage)
      await page.locator('[role=option] img').nth(20).waitFor(computed)
      await page.evaluate(`Promise.all([...document.querySelectorAll('[role=option] img')].map((image) => image.decode()))
        .then(() => true)`)
    },
  },
  {
    name: 'library-selection',
    caption: 'Several selected, by keyboard.',
    async reach({ page }) {
      await page.getByRole('listbox').focus()
      await page.keyboard.press('Home')
      for (const key of ['ArrowRight', 'ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowRight']) {
        await page.keyboard.press(key)
      }
      await page.getByText('3 photos selected').waitFor()
    },
  },
  {
    name: 'library-made',
    caption: 'One photo, and what was made of it.',
    async reach({ page }) {
      await page.getByRole('searchbox').fill('digit')
      await page.getByRole('option', { name: 'digit-0.png' }).click()
      await page.getByText('Made of it').waitFor()
      await page.locator('.details img').nth(1).waitFor(computed)
    },
  },
  {
    name: 'library-nothing-fits',
    caption: 'A search that fits no photo.',
    async reach({ page }) {
      await page.getByRole('searchbox').fill('autumn')
      await page.getByText('No photo fits what is searched for.').waitFor()
    },
    leave: async ({ page }) => page.getByRole('searchbox').fill(''),
  },
  {
    name: 'library-folder-missing',
    // The browser notes every picture whose file is missing.
    complains: /404 \(Not Found\)/,
    caption: 'A watched folder, and its photos, are not there at the moment.',
    async reach({ page, button, folder }) {
      renameSync(folder.at('walks'), folder.at('walks elsewhere'))
      await button(/^Watched folders/).click()
      await page.getByText('not there at the moment').waitFor(computed)
      // Each picture fails a moment before the library knows why.
      await page
        .getByRole('option', { name: /^Missing hills/ })
        .nth(14)
        .waitFor(computed)
      await page
        .getByText('Can’t be shown')
        .first()
        .waitFor({ ...computed, state: 'detached' })
    },
    async leave(stage) {
      await stage.page.getByRole('button', { name: /^Stop watching/ }).click()
      await closeOpen(stage)
    },
  },
  {
    name: 'library-empty',
    caption: 'No photo yet.',
    async reach(stage) {
      const { page } = stage
      await page.getByRole('listbox').focus()
      await page.keyboard.press('Control+a')
      await page.keyboard.press('Delete')
      await page.getByRole('heading', { name: 'Your photos go here' }).waitFor(computed)
      await page.getByRole('button', { name: 'Close this message' }).first().click()
    },
  },
  {
    name: 'complete-empty',
    caption: 'No photo to complete yet.',
    async reach(stage) {
      await stage.open('complete')
      await stage.page.getByRole('heading', { name: 'Drop a photo anywhere' }).waitFor()
    },
  },
]
