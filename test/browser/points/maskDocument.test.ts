import { afterAll, beforeAll, expect, it } from 'vitest'
import { TemporaryFolder } from '../../data/support'
import { describeWith, optional } from '../../support/optional'
import {
  dragOnLargeDigit,
  exportedMask,
  openView,
  ratedVariants,
  serveLargeDigit,
  type ServedApp,
} from '../support'

describeWith(optional.chromium, 'point 2: a mask in Chromium', (chromium) => {
  let folder: TemporaryFolder
  let app: ServedApp
  beforeAll(async () => {
    folder = new TemporaryFolder()
    app = await serveLargeDigit(chromium, folder.at('data'))
  })
  afterAll(async () => {
    await app.close()
    folder.remove()
  })

  const photo = () => app.page.getByRole('application', { name: /^large\.png/ })

  it('2. the mask is a document: it survives Complete, another model, another view, a reload and kill -9', async () => {
    const { page } = app
    await dragOnLargeDigit(page, [40, 50], [60, 55])
    const painted = await exportedMask(page)
    expect(painted.reduce((sum, value) => sum + value, 0)).toBeGreaterThan(100)

    await page.getByRole('button', { name: 'Complete', exact: true }).last().click()
    await expect.poll(() => ratedVariants(page).count()).toBe(4)
    expect(await exportedMask(page)).toEqual(painted)

    const model = page.getByRole('combobox', { name: /^Model/ })
    const chosen = await model.textContent()
    await model.click()
    await page.getByRole('option', { name: 'MNIST digits, Row LSTM' }).click()
    await expect.poll(() => model.textContent()).not.toBe(chosen)
    expect(await exportedMask(page)).toEqual(painted)

    for (const view of ['Library', 'Train', 'Models', 'Queue', 'Complete'] as const)
      await openView(page, view)
    expect(await exportedMask(page)).toEqual(painted)

    await page.reload()
    await photo().waitFor()
    await expect.poll(() => exportedMask(page)).toEqual(painted)

    await app.killAndRestart()
    await photo().waitFor()
    await expect.poll(() => exportedMask(page)).toEqual(painted)
    expect(app.complaints).toEqual([])
  })
})
