import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { digit } from './complete'
import { closeOpen, computed, type Stage, type State } from './stage'

async function draw({ page, button }: Stage, count: number): Promise<void> {
  await button('Draw images').click()
  const dialog = page.getByRole('dialog')
  const field = dialog.getByLabel('How many')
  await field.fill(String(count))
  await field.press('Tab')
  await dialog.getByRole('button', { name: 'Draw', exact: true }).click()
  await dialog.waitFor({ state: 'hidden' })
}

export const emptyQueue: readonly State[] = [
  {
    name: 'queue-empty',
    caption: 'Nothing waits: what could be drawn here.',
    async reach(stage) {
      await stage.open('queue')
      await stage.page.getByRole('heading', { name: 'The queue is empty' }).waitFor()
    },
  },
]

export const queue: readonly State[] = [
  {
    name: 'queue-draw',
    caption: 'New images from a model.',
    async reach(stage) {
      await stage.open('queue')
      await stage.button('Draw images').click()
      await stage.page.getByRole('dialog').getByLabel('How many').waitFor()
    },
    leave: closeOpen,
  },
  {
    name: 'queue-folder',
    caption: 'A whole folder of photos, and what was found in it.',
    async reach({ page, button, folder }) {
      const photos = folder.at('digits')
      mkdirSync(photos, { recursive: true })
      for (const name of ['0', '2', '3']) copyFileSync(digit(name), folder.at('digits', `${name}.png`))
      writeFileSync(folder.at('digits', 'notes.png'), 'not an image')
      await button('Complete a folder').click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Folder of photos').fill(photos)
      await dialog.getByRole('combobox', { name: /What to fill/ }).click()
      await page.getByRole('option', { name: /Half of each photo/ }).click()
      await dialog.getByText('4 images').waitFor(computed)
    },
    async leave({ page }) {
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('button', { name: 'Complete', exact: true }).click()
      await dialog.waitFor({ state: 'hidden' })
    },
  },
  {
    name: 'queue-left-out',
    caption: 'A folder completed but for one file, which can be tried again.',
    async reach({ page }) {
      const row = page.getByRole('listitem').filter({ hasText: 'Complete 4 images of digits' }).first()
      await row.getByText('3 of 4 completed').waitFor(computed)
      await row.getByRole('button', { name: /^Complete 4/ }).click()
      await row.getByText(/is not an image/).waitFor()
    },
    async leave({ page }) {
      await page.getByRole('button', { name: /^Complete 4/ }).click()
    },
  },
  {
    name: 'queue-mixed',
    caption: 'One running, two waiting, and what was finished before.',
    async reach(stage) {
      const { page } = stage
      await draw(stage, 24)
      const drawn = page.getByRole('listitem').filter({ hasText: 'Draw 24 images' }).first()
      await drawn.getByText('24 images ·').waitFor(computed)
      await drawn.getByRole('button', { name: /^Draw 24/ }).click()
      await drawn.getByRole('img').nth(23).waitFor(computed)
      await draw(stage, 9000)
      await draw(stage, 100)
      await draw(stage, 200)
      await page.getByRole('region', { name: 'Waiting' }).getByText('Draw 200 images').waitFor()
      await page
        .getByRole('region', { name: 'Running' })
        .getByText(/of 9,000/)
        .waitFor(computed)
      await page.locator('.queue-view').evaluate('(view) => (view.scrollTop = 0)')
    },
    async leave({ page }) {
      for (const name of ['Waiting', 'Waiting', 'Running']) {
        const rows = page
          .getByRole('region', { name })
          .getByRole('listitem')
          .filter({ has: page.locator('.head') })
        const count = await rows.count()
        await rows
          .first()
          .getByRole('button', { name: /^Cancel/ })
          .click()
        await rows.nth(count - 1).waitFor({ state: 'detached' })
      }
    },
  },
]
