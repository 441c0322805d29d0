import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import axe from 'axe-core'
import { chromium, type Browser, type Locator, type Page } from 'playwright-core'
import { build, preview, type PreviewServer } from 'vite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeWith, optional, root } from '../support/optional'
import { changed, contrastRange, meanLuminance, type Picture, pictureOf } from './pixels'
import { quiet } from './support'

const configFile = join(root, 'vite.gallery.config.ts')
const floating = '.floating, [role="dialog"]:not(.floating)'
const interactive = ['button', 'input', 'textarea', 'summary', '[role="slider"]', '[tabindex="0"]']

describeWith(optional.chromium, 'the gallery of the window’s parts', (executablePath) => {
  let folder: string
  let server: PreviewServer
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pixelloom-gallery-'))
    const shared = { configFile, logLevel: 'silent', build: { outDir: folder } } as const
    await build(shared)
    server = await preview({ ...shared, preview: { port: 0 } })
    browser = await chromium.launch({ executablePath, args: quiet })
    page = await browser.newPage({ viewport: { width: 1000, height: 800 }, reducedMotion: 'reduce' })
  })

  afterAll(async () => {
    await browser.close()
    await server.close()
    await rm(folder, { recursive: true })
  })

  async function open(theme: 'light' | 'dark', on: Page = page): Promise<void> {
    await on.goto(`${server.resolvedUrls?.local[0] ?? ''}?theme=${theme}`)
    await on.waitForSelector('#feedback .empty-state')
  }

  /** What axe finds wrong within, each with the elements where. */
  async function wrong(within: string): Promise<string[]> {
    await page.evaluate(axe.source)
    const found = await page.evaluate(
      `axe.run(${JSON.stringify(within)}, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })`,
    )
    return (found as axe.AxeResults).violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`,
    )
  }

  const specimen = (name: string): Locator => page.locator(`[data-specimen="${name}"]`)

  it.each(['light', 'dark'] as const)('breaks no rule of access, closed and open: %s', async (theme) => {
    await open(theme)
    expect(await wrong('body')).toEqual([])
    const openers: Locator[] = [
      specimen('menu').getByRole('button'),
      specimen('popover').getByRole('button'),
      specimen('dialog').getByRole('button'),
      specimen('select').getByRole('combobox'),
    ]
    for (const opener of openers) {
      await opener.click()
      await page.locator(floating).waitFor()
      // The page behind is hidden from those who hear it, and can't be reached: axe knows only the first.
      expect(await wrong(floating)).toEqual([])
      await page.keyboard.press('Escape')
      await page.locator(floating).waitFor({ state: 'detached' })
    }
  })

  it.each(['light', 'dark'] as const)('shows on every control that it has the focus: %s', async (theme) => {
    await open(theme)
    // From here on the browser shows the focus, as for whoever works by keyboard.
    await page.keyboard.press('Tab')
    const controls = page.locator(
      `main :is(${interactive.join(', ')}):not(:disabled, [data-disabled], [tabindex="-1"])`,
    )
    expect(await controls.count()).toBeGreaterThan(40)
    for (const control of await controls.all()) {
      const shown = await boxShown(control)
      await control.blur()
      const before = await pictureOf(page, shown)
      await control.focus()
      const { width, height } = shown
      const strongly = changed(before, await pictureOf(page, shown), 3)
      // A line a pixel wide along half of its edge, three to one against what was there.
      expect(strongly, await control.ariaSnapshot()).toBeGreaterThan((width + height) / 2)
    }
  })

  /** Where a control is on screen, with room for its ring; a hidden radio is shown by its label. */
  async function boxShown(control: Locator): Promise<Picture['clip']> {
    await control.scrollIntoViewIfNeeded()
    const label = control.locator('xpath=ancestor::label')
    const box = await ((await label.count()) > 0 ? label : control).boundingBox()
    if (!box) throw new Error('A control that is not there')
    const room = 5
    return { x: box.x - room, y: box.y - room, width: box.width + 2 * room, height: box.height + 2 * room }
  }

  it.each(['light', 'dark'] as const)('tells states apart: %s', async (theme) => {
    await open(theme)
    const pairs =
      await page.evaluate(`[...document.querySelectorAll('[data-state="disabled"]')].map((element) =>
      element.closest('[data-specimen]').dataset.specimen)`)
    expect((pairs as string[]).length).toBeGreaterThan(8)
    for (const name of pairs as string[]) {
      const kind = name.replace(', disabled', '')
      const idle = specimen(kind).locator('[data-state="idle"]')
      if ((await idle.count()) === 0) continue
      const whole = contrastRange(await pictureOf(page, idle))
      const faded = contrastRange(await pictureOf(page, specimen(name).locator('[data-state="disabled"]')))
      expect(faded, name).toBeLessThan(0.9 * whole)
    }
    for (const tone of ['plain', 'primary', 'quiet', 'danger']) {
      const of = async (state: string): Promise<Picture> =>
        pictureOf(page, specimen(`button, ${tone}`).locator(`[data-state="${state}"]`))
      const [idle, busy] = [await of('idle'), await of('busy')]
      expect(busy.clip.width, tone).toBeGreaterThan(idle.clip.width)
    }
  })

  it('is light in the light theme and dark in the dark one, all of it', async () => {
    for (const [theme, fits] of [
      ['light', (mean: number) => mean > 0.6],
      ['dark', (mean: number) => mean < 0.12],
    ] as const) {
      await open(theme)
      for (const part of await page.locator('[data-specimen]').all()) {
        const name = await part.getAttribute('data-specimen')
        expect([theme, name, fits(meanLuminance(await pictureOf(page, part)))]).toEqual([theme, name, true])
      }
    }
  })

  it.each([
    ['twice the text size', 1000, 32],
    ['a narrow pane', 420, 16],
  ])('clips nothing and overflows nowhere with %s', async (_what, width, textSize) => {
    // As the browser's own setting, which media queries follow too.
    const args = [...quiet, `--blink-settings=defaultFontSize=${textSize}`]
    const other = await chromium.launch({ executablePath, args })
    const page = await other.newPage({ viewport: { width, height: 800 } })
    await open('light', page)
    expect(await page.evaluate('getComputedStyle(document.documentElement).fontSize')).toBe(`${textSize}px`)
    const cut = await page.evaluate(`[...document.querySelectorAll('.pane *')].flatMap((element) => {
      const style = getComputedStyle(element)
      const hidden = element.closest('.visually-hidden') !== null
      if (hidden || element instanceof SVGElement || style.display === 'inline') return []
      const mayCut = style.textOverflow === 'ellipsis' || style.overflowX === 'auto' || element.matches('.bar, textarea')
      const wide = !mayCut && element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0
      const high = !mayCut && element.scrollHeight > element.clientHeight + 2 && element.clientHeight > 0
      return wide || high ? [element.closest('[data-specimen]')?.dataset.specimen + ': ' + element.className] : []
    })`)
    await other.close()
    expect(cut).toEqual([])
  })

  it('stands still for whoever asked for that, and moves for others', async () => {
    const moving = `document.getAnimations().filter((one) => one.playState === 'running').length`
    await open('light')
    await expect.poll(() => page.evaluate(moving)).toBe(0)
    await page.emulateMedia({ reducedMotion: 'no-preference' })
    await expect.poll(() => page.evaluate(moving)).toBeGreaterThan(0)
    await page.emulateMedia({ reducedMotion: 'reduce' })
  })

  it('tells what is on from what is off where the system chooses the colours', async () => {
    await page.emulateMedia({ forcedColors: 'active' })
    await open('dark')
    const couples: [name: string, on: string, off: string][] = [
      ['switch', '[data-state="checked"]', '[data-state="unchecked"]:not([disabled])'],
      ['check', '[role="checkbox"][data-state="checked"]', '[data-state="unchecked"]:not([disabled])'],
      ['segments', '.segment.on', '.segment:not(.on)'],
      ['tabs', '[role="tab"][data-state="active"]', '[role="tab"][data-state="inactive"]'],
      ['icon button', '.pressed', '.icon-button:not(.pressed, [disabled])'],
    ]
    for (const [name, on, off] of couples) {
      // Not by letters alone, which differ anyway: by their ground or their edge.
      const look = async (selector: string): Promise<unknown> =>
        page.evaluate(`(() => {
          const element = document.querySelector(${JSON.stringify(`[data-specimen="${name}"]`)}).querySelector(${JSON.stringify(selector)})
          const { backgroundColor, borderBottomColor } = getComputedStyle(element)
          return backgroundColor + ', ' + borderBottomColor
        })()`)
      expect([name, await look(on)]).not.toEqual([name, await look(off)])
    }
    await page.emulateMedia({ forcedColors: 'none' })
  })
})
