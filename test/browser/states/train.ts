import { putLandscapes } from './scenery'
import { copyFileSync, writeFileSync } from 'node:fs'
import { computed, type State } from './stage'

export const training: readonly State[] = [
  {
    name: 'train-empty',
    caption: 'Nothing trained yet: a folder is the one next thing.',
    reach: async (stage) => stage.open('train'),
  },
  {
    name: 'train-not-found',
    caption: 'The folder isn’t there.',
    async reach({ page, field, button, folder }) {
      await field('Images').fill(folder.at('no such folder'))
      await button('Check folder').click()
      await page.locator('.error-notice, [role=alert]').first().waitFor(computed)
    },
  },
  {
    name: 'train-checked',
    caption: 'A folder looked through: what is bad or double, and what the model will see.',
    async reach({ page, field, button, folder }) {
      await putLandscapes(folder.at('hills'), { count: 48, width: 48, height: 32 })
      writeFileSync(folder.at('hills', 'notes.png'), 'not an image')
      writeFileSync(folder.at('hills', 'empty.png'), '')
      copyFileSync(folder.at('hills', 'hills 3.png'), folder.at('hills', 'copy of hills 3.png'))
      await field('Images').fill(folder.at('hills'))
      await button('Check folder').click()
      await page.getByText(/images can be learned from/).waitFor(computed)
      await page.locator('.crop-preview img').nth(11).waitFor(computed)
    },
  },
  {
    name: 'train-form-error',
    caption: 'A value that doesn’t fit, and what would.',
    async reach({ page, field }) {
      await page.getByText('Grey', { exact: true }).click()
      await page.locator('.segment', { hasText: /^16$/ }).click()
      await page.locator('.segment', { hasText: /^28$/ }).click()
      await page.getByText('Quick look').click()
      await page.getByText('Advanced').click()
      await field('Name').fill('hills')
      await field('Batch').fill('a few')
      await field('Features').scrollIntoViewIfNeeded()
    },
  },
  {
    name: 'train-running',
    caption: 'Learning, with its curve.',
    async reach({ page, field, button }) {
      for (const [name, value] of [
        ['Features', '4'],
        ['Blocks', '1'],
        ['Batch', '2'],
        ['Minutes', ''],
        ['Steps', '50000'],
        ['Seed', '7'],
      ] as const) {
        await field(name).fill(value)
      }
      await button('Start training').click()
      await page.locator('.held-out img.shown').waitFor(computed)
    },
  },
  {
    name: 'train-paused',
    caption: 'Paused, today or until another day.',
    async reach({ button }) {
      await button('Pause').click()
      await button('Continue').waitFor(computed)
    },
  },
  {
    name: 'train-ended',
    caption: 'Stopped: the best state is a model, with the images it never saw completed at every check.',
    async reach({ page, button }) {
      await button('Stop').click()
      await button('Use this model').waitFor(computed)
      await page.locator('.held-out img.shown').waitFor(computed)
    },
  },
]
