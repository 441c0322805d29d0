import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { recipeKeyword, completionRecipeIn } from '../../src/shared/recipe'
import { pngText } from '../../src/engine/pixels/pngText'
import { TemporaryFolder } from '../data/support'
import { describeWith, optional, root } from '../support/optional'
import { pixelsOf, ratedVariants, serveApp, type ServedApp } from './support'

/** Presses of Tab in which anything on a view must come. */
const mostStops = 80

/** What is asked of an element in the page. */
interface InPage {
  matches(selector: string): boolean
}

describeWith(optional.chromium, 'the keyboard alone', (chromium) => {
  let folder: TemporaryFolder
  let app: ServedApp
  beforeAll(async () => {
    folder = new TemporaryFolder()
    app = await serveApp(chromium, folder.at('data'))
    await app.page.locator('.go .primary').waitFor()
  })
  afterAll(async () => {
    await app.close()
    folder.remove()
  })

  /** What has the focus can be seen to have it: by a ring of its own, or of what it lies in. */
  const ringShown = (): Promise<unknown> =>
    app.page.evaluate(`(() => {
      for (let at = document.activeElement, up = 0; at && at !== document.body && up < 3; at = at.parentElement, up++) {
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(at)
        if (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) return true
        if (up === 0 && boxShadow !== 'none') return true
      }
      return document.activeElement?.tagName + '.' + document.activeElement?.className
    })()`)

  /** By Tab to what is wanted, a ring at each stop on the way. */
  async function tabTo(wanted: Locator): Promise<void> {
    for (let stop = 0; stop < mostStops; stop++) {
      await app.page.keyboard.press('Tab')
      await expect.poll(ringShown).toBe(true)
      const there = await wanted.evaluate((element) => (element as unknown as InPage).matches(':focus'))
      if (there) return
    }
    throw new Error(`Tab never came to ${String(wanted)}`)
  }

  it('leads from the start of the app to a saved completion', async () => {
    const { page } = app
    const { keyboard } = page
    await tabTo(page.getByRole('button', { name: /^digit-3/ }))
    await keyboard.press('Enter')
    const stage = page.getByRole('application', { name: /^digit-3\.png/ })
    await stage.waitFor()
    await tabTo(stage)

    // A rectangle from the cross in the middle, towards the lower right.
    await keyboard.press('Delete')
    await page.getByText('Paint over the part to replace.').waitFor()
    await keyboard.press('r')
    await page.locator('.hud .cross').waitFor()
    await keyboard.press('Space')
    await keyboard.press('Shift+ArrowRight')
    await keyboard.press('Shift+ArrowDown')
    await keyboard.press('Space')
    const status = page.locator('.surroundings > [role=status]')
    await expect.poll(() => status.textContent()).toMatch(/^The mask covers/)

    await keyboard.press('Control+Enter')
    await expect.poll(() => ratedVariants(page).count()).toBe(4)
    await page.locator('.tile .likeliest').waitFor()
    await keyboard.press('3')
    await expect.poll(() => page.locator('.tile.selected .key').textContent()).toBe('3')
    await expect.poll(ringShown).toBe(true)

    const coming = page.waitForEvent('download')
    await keyboard.press('Control+s')
    const download = await coming
    expect(download.suggestedFilename()).toBe('digit-3-completed-3.png')
    const path = await download.path()
    const [before, after] = await Promise.all([
      pixelsOf(join(root, 'resources', 'samples', 'digit-3.png')),
      pixelsOf(path),
    ])
    const text = pngText(new Uint8Array(readFileSync(path)), recipeKeyword)
    const recipe = text === undefined ? undefined : completionRecipeIn(text)
    expect(recipe?.variant).toBe(2)
    const masked = recipe?.mask.pixels ?? 0
    expect([after.width, after.height]).toEqual([28, 28])
    // A square of the mask's area, and all that changed is in it.
    const side = Math.sqrt(masked)
    expect(Number.isInteger(side) && side > 1).toBe(true)
    const changed = [...after.data.keys()]
      .filter((i) => after.data[i] !== before.data[i])
      .map((i) => Math.floor(i / after.channels))
    const [columns, rows] = [changed.map((i) => i % 28), changed.map((i) => Math.floor(i / 28))]
    expect(changed.length).toBeGreaterThan(0)
    expect(Math.max(...columns) - Math.min(...columns)).toBeLessThan(side)
    expect(Math.max(...rows) - Math.min(...rows)).toBeLessThan(side)
    expect(Math.min(...columns, ...rows)).toBeGreaterThanOrEqual(13)

    await keyboard.press('Enter')
    await page.getByText('Variant 3 of digit-3.png, accepted.').waitFor()
    await expect.poll(ringShown).toBe(true)
    expect(app.complaints).toEqual([])
  })
})
