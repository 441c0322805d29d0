import { copyFileSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { TemporaryFolder } from '../../data/support'
import { describeWith, optional, root } from '../../support/optional'
import { serveApp, type ServedApp } from '../support'

/** What the window begins with. */
const model = 'MNIST digits, Diagonal BiLSTM'
const digit = (name: string): string => join(root, 'resources', 'samples', `digit-${name}.png`)

describeWith(optional.chromium, 'point 14: the queue in Chromium', (chromium) => {
  let folder: TemporaryFolder
  let app: ServedApp
  beforeAll(async () => {
    folder = new TemporaryFolder()
    for (const name of ['0', '2', '3']) folder.put(`photos/${name}.png`, readFileSync(digit(name)))
    folder.put('photos/broken.png', 'not an image')
    app = await serveApp(chromium, folder.at('data'))
    await openQueue()
  })
  afterAll(async () => {
    await app.close()
    folder.remove()
  })

  async function openQueue(): Promise<void> {
    await app.page.getByRole('navigation').getByRole('button', { name: 'Queue' }).click()
    await app.page.getByRole('heading', { name: 'Queue', exact: true }).waitFor()
  }

  const dialog = (): Locator => app.page.getByRole('dialog')
  const section = (name: string): Locator => app.page.getByRole('region', { name })
  const rows = (name: string): Locator =>
    section(name)
      .getByRole('listitem')
      .filter({ has: app.page.locator('.head') })

  /** Asks for samples of the model of digits. */
  async function draw(count: number): Promise<void> {
    await app.page.getByRole('button', { name: 'Draw images' }).click()
    const field = dialog().getByLabel('How many')
    await field.fill(String(count))
    await field.press('Tab')
    await dialog().getByRole('button', { name: 'Draw', exact: true }).click()
    await dialog().waitFor({ state: 'hidden' })
  }

  it('begins empty, with the one next thing', async () => {
    await app.page.getByRole('heading', { name: 'The queue is empty' }).waitFor()
  })

  it('14. jobs that report honestly: fifty images are drawn, the newest shown, and left where it says', async () => {
    await draw(50)
    const done = rows('Finished').filter({ hasText: '50 images' })
    await done.waitFor({ timeout: 60_000 })
    await done.getByRole('button', { name: /^Draw 50/ }).click()
    const tiles = done.getByRole('list', { name: /Draw 50/ }).getByRole('img')
    await expect.poll(() => tiles.count()).toBe(24)
    await expect
      .poll(() =>
        tiles.first().evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth),
      )
      .toBe(28)
    const out = (await done.locator('code').textContent()) ?? ''
    const files = readdirSync(out).filter((name) => name.startsWith('sample-'))
    expect(files).toHaveLength(50)
    expect(readdirSync(out)).toContain('grid.png')
  })

  it('14. jobs that report honestly: a whole folder, "3 of 4", one bad file ends nothing, what exists is skipped', async () => {
    const { page } = app
    await page.getByRole('button', { name: 'Complete a folder' }).click()
    await dialog().getByLabel('Folder of photos').fill(folder.at('photos'))
    await dialog()
      .getByRole('combobox', { name: /What to fill/ })
      .click()
    await page.getByRole('option', { name: /Half of each photo/ }).click()
    await dialog().getByText('4 images').waitFor()
    await dialog().getByRole('button', { name: 'Complete', exact: true }).click()
    await dialog().waitFor({ state: 'hidden' })

    const row = rows('Finished').filter({ hasText: 'Complete 4 images of photos' })
    await row.getByText('3 of 4 completed').waitFor({ timeout: 60_000 })
    await row.getByText('one left out').waitFor()
    await row.getByRole('button', { name: /^Complete 4/ }).click()
    await row.getByText('broken.png').waitFor()
    await row.getByText(/is not an image/).waitFor()

    copyFileSync(digit('8'), folder.at('photos', 'broken.png'))
    await row.getByRole('button', { name: 'Try again' }).click()
    await row.getByText('4 of 4 completed · 3 were there before').waitFor({ timeout: 60_000 })
    expect(await row.getByText('left out').count()).toBe(0)
    expect(
      readdirSync(folder.at('photos', 'completed')).filter((name) => name.endsWith('.png')),
    ).toHaveLength(4)
  })

  it('puts what waits in another order by keys alone, which a reload keeps', async () => {
    const { page } = app
    await draw(9000)
    await rows('Running')
      .getByRole('button', { name: /^Pause/ })
      .click()
    await rows('Running').getByText('Paused').waitFor()
    await draw(31)
    await draw(32)
    const titles = (): Promise<string[]> => rows('Waiting').locator('.title').allTextContents()
    const [first, second] = [`Draw 31 images with ${model}`, `Draw 32 images with ${model}`]
    await expect.poll(titles).toEqual([first, second])
    await rows('Waiting').getByRole('button', { name: second, exact: true }).focus()
    await page.keyboard.press('Alt+ArrowUp')
    await expect.poll(titles).toEqual([second, first])
    await page.getByText(`${second} is now in place 1 of 2.`).waitFor()
    await expect.poll(() => page.locator(':focus').textContent()).toBe(second)

    await page.reload()
    await expect.poll(titles).toEqual([second, first])
    await rows('Running').getByText('Paused').waitFor()
    expect(await rows('Finished').count()).toBe(2)
  })

  it('holds them over a restart, and goes on when told to', async () => {
    await app.close()
    app = await serveApp(chromium, folder.at('data'))
    await openQueue()
    const { page } = app
    await page.getByText('3 jobs were waiting when the app was closed').waitFor()
    expect(await rows('Finished').count()).toBe(2)
    await page.getByRole('button', { name: 'Go on', exact: true }).click()
    const long = rows('Running').filter({ hasText: 'Draw 9,000' })
    await long.waitFor()
    // All go on by then, and nothing above the row moves it under the pointer any more.
    await page.getByText('3 jobs were waiting when the app was closed').waitFor({ state: 'hidden' })
    await long.getByRole('button', { name: /^Cancel/ }).click()
    await long.waitFor({ state: 'hidden' })
    for (const count of [32, 31]) {
      // Told by its title: the cancelled one may have drawn as many.
      await rows('Finished')
        .filter({ hasText: `Draw ${count} images with` })
        .getByText(`${count} images ·`)
        .waitFor({ timeout: 60_000 })
    }
    await page.getByRole('button', { name: 'Clear finished' }).click()
    await page.getByRole('heading', { name: 'The queue is empty' }).waitFor()
    expect(app.complaints).toEqual([])
  })
})
