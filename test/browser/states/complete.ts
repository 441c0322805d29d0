import { join } from 'node:path'
import { readFileSync, writeFileSync } from 'node:fs'
import { root } from '../../support/optional'
import { dropFiles } from '../support'
import { landscapePng } from './scenery'
import { closeMessages, closeOpen, computed, type Stage, type State } from './stage'

const go = ({ page }: Stage): ReturnType<Stage['button']> => page.locator('.go .primary')

async function variants({ page }: Stage, count: number): Promise<void> {
  const finished = page.getByRole('button', { name: /^Variant \d, .* nats/ })
  await finished.nth(count - 1).waitFor(computed)
  await page.locator('.tile .likeliest').waitFor()
}

/** The first minute, and all that comes of a result. */
export const completing: readonly State[] = [
  {
    name: 'complete-masked',
    caption: 'The first window: a bundled digit, its lower half to be filled.',
    async reach(stage) {
      await stage.open('complete')
      await go(stage).and(stage.page.locator(':enabled')).waitFor()
      await stage.page.getByText(/It takes about .* here/).waitFor(computed)
    },
  },
  {
    name: 'complete-variants',
    caption: 'Four variants, ranked by their likelihood.',
    async reach(stage) {
      const { page } = stage
      await page.locator('summary', { hasText: 'More' }).click()
      await page.getByLabel('Seed').fill('7')
      await go(stage).click()
      await variants(stage, 4)
      await page.locator('.stage').focus()
      await page.keyboard.press('1')
    },
  },
  {
    name: 'complete-save',
    caption: 'How results are saved.',
    async reach({ button, page }) {
      await button('How results are saved').click()
      await page.getByRole('dialog', { name: 'Save results' }).or(page.getByRole('dialog')).first().waitFor()
    },
    leave: closeOpen,
  },
  {
    name: 'complete-recipe',
    caption: 'All that a variant follows from.',
    async reach({ button, page }) {
      await button('Recipe').click()
      await page.locator('.recipe .line').first().waitFor()
    },
    leave: closeOpen,
  },
  {
    name: 'complete-like',
    caption: 'More like one of them.',
    async reach({ button, page }) {
      await button('More like this').click()
      await page.getByRole('button', { name: /^Draw more like/ }).waitFor()
    },
    async leave({ page }) {
      await page.locator('.stage').focus()
      await page.keyboard.press('Escape')
    },
  },
  {
    name: 'complete-surprise',
    caption: 'How unlikely each pixel was, and what the model expected at one.',
    async reach({ page }) {
      await page.locator('.stage').focus()
      await page.keyboard.press('u')
      const panel = page.getByRole('region', { name: 'Surprise' })
      await panel.getByText(/nats in all/).waitFor(computed)
      const box = await page.locator('.surprise-layer canvas').boundingBox()
      if (!box) throw new Error('no map')
      await page.mouse.click(box.x + box.width * 0.52, box.y + box.height * 0.7)
      await panel.locator('.share').first().waitFor()
    },
    async leave({ page }) {
      await page.locator('.stage').focus()
      await page.keyboard.press('Escape')
      await page.getByRole('region', { name: 'Surprise' }).waitFor({ state: 'detached' })
    },
  },
  {
    name: 'complete-compare',
    caption: 'The original and the result, along a line.',
    async reach({ page }) {
      await page.locator('.stage').focus()
      await page.keyboard.press('c')
      await page.getByRole('slider', { name: 'Line between the original and the result' }).waitFor()
    },
    leave: async ({ page }) => page.keyboard.press('c'),
  },
  {
    name: 'complete-nothing-painted',
    caption: 'A photo of one’s own, before anything is painted on it.',
    async reach({ page }) {
      await dropFiles(page, [{ name: 'valley.png', bytes: await landscapePng(5, 960, 640) }])
      await page.getByText('Paint over the part to replace.').waitFor()
      await page.getByRole('application', { name: /^valley/ }).waitFor()
    },
  },
  {
    name: 'complete-drawing',
    caption: 'Being drawn at the photo’s own size, part after part.',
    async reach(stage) {
      const { page } = stage
      const box = await page.locator('.sheet').boundingBox()
      if (!box) throw new Error('no photo')
      const at = (x: number, y: number) => [box.x + x * box.width, box.y + y * box.height] as const
      await page.keyboard.press('r')
      await page.mouse.move(...at(0.35, 0.3))
      await page.mouse.down()
      await page.mouse.move(...at(0.6, 0.62), { steps: 4 })
      await page.mouse.up()
      await page.locator('.segment', { hasText: 'Photo’s own' }).click()
      await go(stage).click()
      await page.locator('.tile canvas, .tile .drawn').first().waitFor(computed)
      await page.waitForTimeout(1500)
    },
    async leave({ page }) {
      await page.locator('.go').getByRole('button', { name: 'Cancel' }).click()
      await page
        .getByText(/not finished|Cancelled before/)
        .first()
        .waitFor(computed)
    },
  },
]

/** A model whose weights were damaged on the disk while it was in use. */
export const failing: readonly State[] = [
  {
    name: 'complete-failed',
    caption: 'A model turned out to be damaged, with the ways out.',
    async reach(stage) {
      const { page, folder, button } = stage
      await stage.open('models')
      const model = page.locator('[data-model="mnist-digits-copy"]')
      await model.getByRole('button', { name: /^Use/ }).click()
      await page.locator('.complete-view').waitFor()
      const weights = folder.at('data/models/mnist-digits-copy/weights.safetensors')
      writeFileSync(weights, readFileSync(weights).subarray(0, 20_000))
      await page
        .getByRole('button', { name: /^digit-3/ })
        .first()
        .click()
      await page.locator('.stage').focus()
      await page.keyboard.press('i')
      await go(stage).click()
      await button('Choose another model').or(page.locator('.failure')).first().waitFor(computed)
    },
  },
]

/** A picture that was saved here comes back. */
export const restoring: readonly State[] = [
  {
    name: 'complete-restore',
    caption: 'A saved result was dropped on the window: it brings its settings back.',
    async reach({ page, button }) {
      await page.locator('.complete-view').waitFor()
      // The first photo: what is out of sight isn't in the page.
      await page.evaluate(`document.querySelector('.library .list').scrollTo(0, 0)`)
      await page
        .getByRole('button', { name: /^digit-0/ })
        .first()
        .click()
      const coming = page.waitForEvent('download')
      await button('Save PNG').click()
      const bytes = readFileSync(await (await coming).path())
      await dropFiles(page, [{ name: 'a digit.png', bytes }])
      await page.getByRole('dialog', { name: 'This picture was made by Pixelloom' }).waitFor()
    },
    async leave(stage) {
      await closeOpen(stage)
      await closeMessages(stage)
    },
  },
]

export const digit = (name: string): string => join(root, 'resources', 'samples', `digit-${name}.png`)
