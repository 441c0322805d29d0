import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { TemporaryFolder } from '../data/support'
import { readCard } from '../resources/card'
import { describeWith, optional, root } from '../support/optional'
import { dropFiles, serveApp, type ServedApp } from './support'

describeWith(optional.chromium, 'the models in Chromium', (chromium) => {
  let folder: TemporaryFolder
  let app: ServedApp
  beforeAll(async () => {
    folder = new TemporaryFolder()
    app = await serveApp(chromium, folder.at('data'))
    await app.page.getByRole('button', { name: 'Models', exact: true }).click()
  })
  afterAll(async () => {
    await app.close()
    folder.remove()
  })

  const card = (id: string) => app.page.locator(`[data-model="${id}"]`)
  const menu = async (id: string, item: string | RegExp): Promise<void> => {
    await card(id)
      .getByRole('button', { name: /What can be done/ })
      .click()
    await app.page.getByRole('menuitem', { name: item }).click()
  }
  const own = (): string[] => readdirSync(folder.at('data/models')).filter((name) => !name.startsWith('.'))

  it('a bundled one is copied, and the copy renamed where its name stands', async () => {
    const { page } = app
    const { nats } = readCard(join(root, 'resources', 'models', 'mnist-pixelcnn')).tested ?? { nats: NaN }
    await card('mnist-pixelcnn')
      .getByText(`${nats.toFixed(1)} nats, test`)
      .waitFor()
    expect(await card('mnist-pixelcnn').getByText('Bundled').count()).toBe(1)
    await menu('mnist-pixelcnn', 'Duplicate')
    await card('mnist-digits-copy').waitFor()
    await card('mnist-digits-copy').focus()
    await page.keyboard.press('F2')
    await page.keyboard.type('My digits')
    await page.keyboard.press('Enter')
    await card('mnist-digits-copy').getByRole('heading', { name: 'My digits' }).waitFor()
    expect(await card('mnist-pixelcnn').getByRole('heading', { name: 'MNIST digits' }).count()).toBe(1)
  })

  it('is verified, which its card says from then on, also when the page is loaded again', async () => {
    const { page } = app
    await menu('mnist-digits-copy', 'Verify')
    const verified = card('mnist-digits-copy').getByRole('button', { name: 'Verified today' })
    await verified.waitFor({ timeout: 100_000 })
    await page.reload()
    await verified.click()
    const dialog = page.getByRole('dialog', { name: 'My digits' })
    await dialog.getByText('All 9 checks passed').waitFor()
    await dialog.getByLabel('Description').fill('The same as the first.')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect.poll(() => dialog.getByRole('button', { name: 'Save' }).count()).toBe(0)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
  })

  it('draws samples for its card while nothing else runs', async () => {
    const strip = card('mnist-pixelcnn').getByRole('img', { name: 'Pictures that MNIST digits drew' })
    await strip.waitFor({ timeout: 100_000 })
    expect(await strip.locator('img').count()).toBe(8)
  })

  it('is handed on as one file, deleted, brought back by undo, and imported beside itself by a drop', async () => {
    const { page } = app
    const downloading = page.waitForEvent('download')
    await menu('mnist-digits-copy', 'Export …')
    const download = await downloading
    expect(download.suggestedFilename()).toBe('my-digits.pixelloom')
    const bytes = readFileSync(await download.path())

    await card('mnist-digits-copy').focus()
    await page.keyboard.press('Delete')
    await page.getByText('“My digits” was deleted.').waitFor()
    await card('mnist-digits-copy').waitFor({ state: 'detached' })
    expect(own()).toEqual([])
    await page.getByRole('button', { name: 'Undo' }).click()
    await card('mnist-digits-copy').waitFor()
    expect(own()).toEqual(['mnist-digits-copy'])

    await dropFiles(page, [{ name: 'my-digits.pixelloom', bytes }])
    await page.getByText('kept beside it, as mnist-digits-copy-2').waitFor()
    await card('mnist-digits-copy-2').getByRole('heading', { name: 'My digits' }).waitFor()
    const document = readFileSync(folder.at('data/models/mnist-digits-copy-2/model.json'), 'utf8')
    expect(document).toContain('The same as the first.')
  })

  it('a damaged file is refused in words, and nothing of it stays', async () => {
    const { page } = app
    await dropFiles(page, [{ name: 'broken.pixelloom', bytes: new Uint8Array(3000).fill(7) }])
    await page.getByText(/broken\.pixelloom is no whole model/).waitFor()
    expect(own()).toEqual(['mnist-digits-copy', 'mnist-digits-copy-2'])
    expect(readdirSync(folder.at('data/models')).filter((name) => name.startsWith('.incoming'))).toEqual([])
    expect(existsSync(folder.at('data/models/.trash'))).toBe(true)
    expect(app.complaints).toEqual([])
  })
})
