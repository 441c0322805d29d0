import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { TemporaryFolder } from '../data/support'
import { describeWith, optional } from '../support/optional'
import { states } from './states/index'
import { whatAxeFinds, whatIsTooWide } from './states/look'
import { openStage, type Stage, type State } from './states/stage'

const usual = { width: 1280, height: 800 }
/** The smallest that the window can be made. */
const small = { width: 900, height: 640 }

/** Whatever differs with the colours; all else is the same in both themes and is looked for once. */
const rulesOfColour = ['color-contrast', 'link-in-text-block']

/** Colours glide from one theme to the other: they are looked at when they are there, in milliseconds. */
const gliding = 300

/** German has the longest words, Chinese the fewest places to break a line. */
const dense = ['de', 'zh'] as const

/** Each state is reached once, over the real handlers and the real engine, and then looked at in every way. */
describeWith(optional.chromium, 'every state of every view', (chromium) => {
  let folder: TemporaryFolder
  let stage: Stage
  let current: State | undefined

  beforeAll(async () => {
    folder = new TemporaryFolder()
    stage = await openStage(chromium, folder)
  })
  afterEach(async () => {
    await stage.page.emulateMedia({ colorScheme: 'light' })
    await stage.page.setViewportSize(usual)
    await current?.leave?.(stage)
  })
  afterAll(async () => {
    await stage.app.close()
    folder.remove()
  })

  async function wide(page: Page, where: string): Promise<string[]> {
    const found: string[] = []
    for (const size of [usual, small]) {
      await page.setViewportSize(size)
      // Lists and popovers measure their room anew, and are drawn again after that.
      await page.waitForTimeout(150)
      found.push(...(await whatIsTooWide(page)).map((what) => `${where}, ${size.width}: ${what}`))
    }
    await page.setViewportSize(usual)
    return found
  }

  it.each(states)('$name', async (state) => {
    current = undefined
    const { page, app } = stage
    app.complaints.length = 0
    await state.reach(stage)
    current = state
    await drawn(page)
    const found = (await whatAxeFinds(page)).map((what) => `light: ${what}`)
    await page.emulateMedia({ colorScheme: 'dark' })
    await drawn(page)
    found.push(...(await whatAxeFinds(page, rulesOfColour)).map((what) => `dark: ${what}`))
    found.push(...(await wide(page, 'en')))
    if (!state.gone) {
      for (const language of dense) {
        await speak(page, language)
        found.push(...(await wide(page, language)))
      }
      await speak(page, 'en')
    }
    expect(found).toEqual([])
    const complaints = app.complaints.filter((complaint) => !state.complains?.test(complaint))
    expect(complaints).toEqual([])
  })
})

/** As if it were chosen in the settings: the whole page changes at once. */
async function speak(page: Page, language: 'en' | 'de' | 'zh'): Promise<void> {
  const answer = await page.evaluate(`fetch('/api/settings.set', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ appearance: { language: '${language}' } }),
  }).then((response) => response.status)`)
  expect(answer).toBe(200)
  await page.locator(`html[lang^="${language}"]`).waitFor({ state: 'attached' })
}

/** Two frames are drawn after what was asked for last, however busy the machine, and no colour glides any more. */
async function drawn(page: Page): Promise<void> {
  await page.evaluate(`new Promise((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, ${gliding})))
  })`)
}
