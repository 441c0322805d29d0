import { dropFiles } from '../support'
import { closeMessages, closeOpen, computed, type State } from './stage'

/** There is no state without models: two are bundled. */
export const models: readonly State[] = [
  {
    name: 'models-cards',
    caption: 'What each model learned from, how well, and what it draws.',
    async reach(stage) {
      await stage.open('models')
      await stage.page.locator('[data-model] [role=img] img').nth(23).waitFor(computed)
    },
  },
  {
    name: 'models-verified',
    caption: 'A model looked into, check by check.',
    async reach({ page }) {
      const card = page.locator('[data-model="mnist-pixelcnn"]')
      await card.getByRole('button', { name: /What can be done/ }).click()
      await page.getByRole('menuitem', { name: 'Verify' }).click()
      await card.getByRole('button', { name: 'Verified today' }).click(computed)
      const dialog = page.getByRole('dialog')
      await dialog.getByText('All 9 checks passed').waitFor()
    },
    leave: closeOpen,
  },
  {
    name: 'models-import-error',
    caption: 'A file that holds no whole model.',
    async reach({ page }) {
      const card = page.locator('[data-model="mnist-pixelcnn"]')
      await card.getByRole('button', { name: /What can be done/ }).click()
      await page.getByRole('menuitem', { name: 'Duplicate' }).click()
      await page.locator('[data-model="mnist-digits-copy"]').waitFor(computed)
      await dropFiles(page, [{ name: 'broken.pixelloom', bytes: new Uint8Array(3000).fill(7) }])
      await page.getByText(/broken\.pixelloom is no whole model/).waitFor(computed)
      // Away from the menu's button, whose tooltip would lie over the card.
      await page.mouse.move(0, 0)
    },
    leave: closeMessages,
  },
]

export const damaged: readonly State[] = [
  {
    name: 'models-damaged',
    caption: 'A model that can’t be used, left as it is until somebody decides.',
    async reach(stage) {
      await stage.page.reload()
      await stage.open('models')
      const heading = stage.page.getByRole('heading', { name: 'Not usable' })
      await heading.waitFor(computed)
      // It stands below all that can be used.
      await heading.scrollIntoViewIfNeeded()
    },
  },
]
