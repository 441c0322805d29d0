import { existsSync, writeFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { TemporaryFolder } from '../../data/support'
import { putImages } from '../../jobs/support'
import { describeWith, optional } from '../../support/optional'
import { serveApp, type ServedApp } from '../support'

describeWith(optional.chromium, 'point 14: a training that finds too little memory', (chromium) => {
  let folder: TemporaryFolder
  let app: ServedApp
  beforeAll(async () => {
    folder = new TemporaryFolder()
    await putImages(folder, 40)
    // Of kernels of our own a larger batch takes no more memory; of plain JavaScript it does.
    mkdirSync(folder.at('data'), { recursive: true })
    writeFileSync(join(folder.at('data'), 'settings.json'), JSON.stringify({ processor: { runtime: 'cpu' } }))
    app = await serveApp(chromium, folder.at('data'), { PIXELLOOM_MEMORY: '0.1' })
    await app.page.evaluate('location.hash = "#train"')
  })
  afterAll(async () => {
    await app.close()
    folder.remove()
  })

  it('14. out of memory says needed and free, offers as many images as fit, and goes on with them at one press', async () => {
    const { page } = app
    const field = (name: string) => page.getByRole('textbox', { name, exact: true })
    const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true })
    await field('Images').fill(folder.at('good'))
    await button('Check folder').click()
    await page.getByText('40 images can be learned from').waitFor()
    await page.getByText('Quick look').click()
    await page.getByText('Advanced').click()
    for (const [name, value] of [
      ['Features', '8'],
      ['Blocks', '2'],
      ['Batch', '36'],
      ['Minutes', ''],
      ['Steps', '2'],
    ] as const) {
      await field(name).fill(value)
    }
    await field('Name').fill('large')
    await button('Start training').click()
    const notice = page.getByRole('alert')
    await notice.waitFor()
    const words = await notice.innerText()
    const sentence = /Training needs ([\d.]+) MB of memory, and 100 MB are free. It fits with (\d+) at a time/
    const [, needed = '', fitting = ''] = sentence.exec(words) ?? []
    expect(Number(needed)).toBeGreaterThan(100)
    expect(36 % Number(fitting)).toBe(0)
    expect(Number(fitting)).toBeLessThan(36)
    await button(`Go on with ${fitting} images at a time`).click()
    await button('Use this model').waitFor({ timeout: 100_000 })
    expect(await page.getByRole('alert').count()).toBe(0)
    expect(existsSync(folder.at('data', 'models', 'large', 'checkpoints', '2'))).toBe(true)
    expect(app.complaints).toEqual([])
  })
})
