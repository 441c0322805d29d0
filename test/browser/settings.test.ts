import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeWith, optional } from '../support/optional'
import { serveApp, type ServedApp } from './support'

describeWith(optional.chromium, 'the settings in a browser', (executablePath) => {
  let dataFolder: string
  let app: ServedApp

  beforeAll(async () => {
    dataFolder = await mkdtemp(join(tmpdir(), 'pixelloom-settings-'))
    app = await serveApp(executablePath, dataFolder)
    await app.page.evaluate(`location.hash = '#settings'`)
    await app.page.getByRole('heading', { name: 'Appearance' }).waitFor()
  })
  afterAll(async () => {
    await app.close()
    await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 })
  })

  const themeShown = (): Promise<unknown> =>
    app.page.evaluate(`getComputedStyle(document.documentElement).colorScheme`)
  const show = (section: string): Promise<void> =>
    app.page.getByRole('navigation').getByRole('button', { name: section, exact: true }).click()

  it('speak German at once when told to, and after a reload', async () => {
    const { page } = app
    await page.getByRole('combobox', { name: /^Language/ }).click()
    await page.getByRole('option', { name: 'Deutsch' }).click()
    await page.getByRole('heading', { name: 'Darstellung' }).waitFor()
    expect(await page.evaluate('document.documentElement.lang')).toBe('de')
    await page.reload()
    await page.getByRole('button', { name: 'Ergänzen' }).waitFor()
    expect(await readFile(join(dataFolder, 'settings.json'), 'utf8')).toContain('"language": "de"')
    await page.getByRole('combobox', { name: /^Sprache/ }).click()
    await page.getByRole('option', { name: 'English' }).click()
    await page.getByRole('heading', { name: 'Appearance' }).waitFor()
  })

  it('are dark from the first moment of the next start on', async () => {
    const { page } = app
    await page.getByText('Dark', { exact: true }).click()
    expect(await themeShown()).toBe('dark')
    // Before the app has answered anything.
    await page.route('**/api/**', () => undefined)
    await page.reload()
    await expect.poll(themeShown).toBe('dark')
    await page.unrouteAll({ behavior: 'ignoreErrors' })
    await page.reload()
    await page.getByRole('heading', { name: 'Appearance' }).waitFor()
  })

  it('are reset, and come back when that is undone', async () => {
    const { page } = app
    await show('About')
    await page.getByRole('button', { name: 'Reset the settings' }).click()
    await expect.poll(themeShown).toBe('light dark')
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(themeShown).toBe('dark')
  })

  it('tell how much room the data take', async () => {
    const { page } = app
    await show('Data folder')
    await page.getByText(/^In all /).waitFor()
    expect(await page.getByText(dataFolder, { exact: true }).count()).toBe(1)
  })

  it('show a report of a problem before it is saved, and save it as it then stands', async () => {
    const { page } = app
    await show('Report a problem')
    await page.getByRole('button', { name: 'Prepare a report' }).click()
    const preview = page.getByRole('textbox')
    await preview.waitFor()
    const text = await preview.inputValue()
    expect(text).toContain('== Settings ==')
    expect(text).not.toContain(dataFolder)
    await preview.fill(`It stood still.\n${text}`)
    const saving = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Save the report' }).click()
    const saved = await saving
    expect(saved.suggestedFilename()).toMatch(/^pixelloom-problem-.*\.txt$/)
    const path = await saved.path()
    expect(await readFile(path, 'utf8')).toBe(`It stood still.\n${text}`)
    expect(app.complaints).toEqual([])
  })
})
