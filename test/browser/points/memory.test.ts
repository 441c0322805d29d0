import { afterAll, beforeAll, expect, it } from 'vitest'
import { plainImage, TemporaryFolder } from '../../data/support'
import { describeWith, optional } from '../../support/optional'
import { openView, serveApp, type ServedApp } from '../support'

/** Bytes that the machine says to have. */
const free = 100e6

describeWith(optional.chromium, 'point 14: a training that needs more memory than is free', (chromium) => {
  let folder: TemporaryFolder
  let app: ServedApp
  beforeAll(async () => {
    folder = new TemporaryFolder()
    for (let i = 0; i < 40; i++)
      folder.put(`good/${i}.png`, await plainImage(17, 16, [6 * i, 255 - 6 * i, 99]))
    // Kernels of our own hold one image a thread, whatever the batch: there is nothing to be had by a smaller one.
    folder.put('data/settings.json', JSON.stringify({ processor: { runtime: 'cpu' } }))
    app = await serveApp(chromium, folder.at('data'), { freeMemory: free })
    await openView(app.page, 'Train')
  })
  afterAll(async () => {
    await app.close()
    folder.remove()
  })

  it('14. out of memory says needed and free, offers the most images that fit, and goes on at one press', async () => {
    const { page } = app
    const field = (name: string) => page.getByRole('textbox', { name, exact: true })
    const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true })
    await field('Images').fill(folder.at('good'))
    await button('Check folder').click()
    await page.getByText('40 images can be learned from').waitFor()
    await page.getByText('Advanced').click()
    for (const [name, value] of [
      ['Features', '4'],
      ['Blocks', '1'],
      ['Batch', '16'],
      ['Minutes', ''],
      ['Steps', '1'],
    ] as const) {
      await field(name).fill(value)
    }
    await field('Name').fill('large')
    await button('Start training').click()

    await page.getByText('It needs more memory than it can have').waitFor()
    const sentence =
      /^Training needs ([\d.]+) MB of memory, and 100 MB are free\. It fits with (\d+) at a time\.$/
    const said = sentence.exec((await page.getByText(sentence).textContent()) ?? '')
    const [needed, fitting] = [Number(said?.[1]), Number(said?.[2])]
    expect(needed).toBeGreaterThan(100)
    expect(fitting).toBeGreaterThan(1)
    expect(fitting).toBeLessThan(16)
    const offer = button(`Go on with ${fitting} images at a time`)
    await offer.waitFor()

    // In the queue the same, in a line and with the same way out.
    await openView(page, 'Queue')
    await page.getByText(/^0\.\d+ GB needed, 0\.1 GB free\.$/).waitFor()
    await offer.waitFor()
    await openView(page, 'Train')
    await offer.click()
    await button('Use this model').waitFor({ timeout: 100_000 })
    expect(app.complaints).toEqual([])
  })
})
