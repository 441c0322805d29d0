import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { JobSnapshot } from '../../src/shared/jobs'
import { TemporaryFolder } from '../data/support'
import { putImages } from '../jobs/support'
import { describeWith, optional, root } from '../support/optional'
import { colourfulPhoto } from './photo'
import { dragOnLargeDigit, exportedMask, openView, serveLargeDigit, type ServedApp } from './support'

describeWith(optional.chromium, 'a reload in the middle of everything', (chromium) => {
  let folder: TemporaryFolder
  let app: ServedApp
  beforeAll(async () => {
    folder = new TemporaryFolder()
    await putImages(folder, 40)
    for (const name of ['0', '2', '3']) {
      folder.put(`photos/${name}.png`, readFileSync(join(root, 'resources', 'samples', `digit-${name}.png`)))
    }
    folder.put('photos/large.png', await colourfulPhoto(64, 64))
    app = await serveLargeDigit(chromium, folder.at('data'))
  })
  afterAll(async () => {
    await app.close()
    folder.remove()
  })

  const button = (name: string | RegExp) => app.page.getByRole('button', { name, exact: true })
  const field = (name: string) => app.page.getByRole('textbox', { name, exact: true })
  const row = (section: string, text: string | RegExp) =>
    app.page.getByRole('region', { name: section }).getByRole('listitem').filter({ hasText: text })

  /** A request of the contract, as the page sends it. */
  async function jobs(): Promise<JobSnapshot[]> {
    const answer = await app.page.evaluate<{ value: { jobs: JobSnapshot[] } }>(
      `fetch('/api/jobs.list', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }).then((r) => r.json())`,
    )
    return answer.value.jobs
  }
  const stateOf = async (kind: JobSnapshot['kind']): Promise<string | undefined> => {
    const found = (await jobs()).find((job) => job.kind === kind)
    return found?.held ? 'held' : found?.state
  }

  let mask: Uint8Array

  async function fillTraining(name: string): Promise<void> {
    await field('Images').fill(folder.at('good'))
    await field('Name').fill(name)
    await app.page.getByText('Advanced').click()
    for (const [what, value] of [
      ['Features', '4'],
      ['Blocks', '1'],
      ['Batch', '4'],
      ['Minutes', ''],
      ['Steps', '1000000'],
    ] as const) {
      await field(what).fill(value)
    }
  }

  async function drawSamples(count: number): Promise<void> {
    await button('Draw images').click()
    const many = app.page.getByRole('dialog').getByLabel('How many')
    await many.fill(String(count))
    await many.press('Tab')
    await app.page.getByRole('dialog').getByRole('button', { name: 'Draw', exact: true }).click()
    await app.page.getByRole('dialog').waitFor({ state: 'hidden' })
  }

  it('begins with work under way in every view', async () => {
    const { page } = app
    // A training that runs, and another that is only being set up.
    await openView(page, 'Train')
    await fillTraining('endless')
    await button('Start training').click()
    await button('Pause').waitFor()
    await button('New training').click()
    await field('Name').fill('half a thought')
    await page.getByText('Advanced').click()
    await field('Steps').fill('123')
    await page.getByText('Grey', { exact: true }).click()

    // A folder's job that waits behind samples.
    await openView(page, 'Queue')
    await drawSamples(100_000)
    await button('Complete a folder').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Folder of photos').fill(folder.at('photos'))
    await dialog.getByRole('combobox', { name: /What to fill/ }).click()
    await page.getByRole('option', { name: /Half of each photo/ }).click()
    await dialog.getByText('4 images').waitFor()
    await dialog.getByRole('button', { name: 'Complete', exact: true }).click()
    await row('Waiting', 'Complete 4 images of photos').waitFor()

    // The library as somebody looks for something in it.
    await openView(page, 'Library')
    await page.getByRole('combobox', { name: 'Sort by' }).click()
    await page.getByRole('option', { name: 'Name' }).click()
    await page.getByRole('searchbox').fill('large')

    // A model of one's own.
    await openView(page, 'Models')
    await page
      .locator('[data-model="mnist-pixelcnn"]')
      .getByRole('button', { name: /What can be done/ })
      .click()
    await page.getByRole('menuitem', { name: 'Duplicate' }).click()
    await page.locator('[data-model="mnist-digits-copy"]').waitFor()

    // A completion that draws for long, and another mask half painted meanwhile.
    await openView(page, 'Complete')
    await dragOnLargeDigit(page, [10, 10], [100, 10], [10, 30], [100, 50], [10, 70], [100, 90], [10, 105])
    await page.locator('.segment', { hasText: 'Photo’s own' }).click()
    await page.getByRole('slider', { name: 'Variants' }).focus()
    await page.keyboard.press('End')
    await page.getByRole('button', { name: 'Complete', exact: true }).last().click()
    await page.locator('.tile .scan').first().waitFor()
    mask = await exportedMask(page)
    await page.keyboard.press('0')
    await page.keyboard.press('l')
    expect(await stateOf('complete')).toBe('running')
  })

  it('loses nothing of it, and goes on', async () => {
    const { page } = app
    await page.reload()

    // Where one was, on the photo that was chosen, with the tool in hand.
    await page.getByRole('application', { name: /^large\.png/ }).waitFor()
    await expect.poll(() => button(/^Lasso/).getAttribute('aria-pressed')).toBe('true')
    await expect.poll(() => exportedMask(page)).toEqual(mask)
    expect(await stateOf('complete')).toBe('running')
    // Its rows go on arriving, in tiles.
    await page.locator('.tile .scan').first().waitFor()
    await button('Cancel').first().waitFor()

    await openView(page, 'Library')
    expect(await page.getByRole('searchbox').inputValue()).toBe('large')
    await expect.poll(() => page.getByRole('combobox', { name: 'Sort by' }).textContent()).toContain('Name')
    await expect.poll(() => page.getByRole('option').count()).toBe(1)

    // A name half typed is what one goes on typing.
    await openView(page, 'Models')
    await page.locator('[data-model="mnist-digits-copy"]').focus()
    await page.keyboard.press('F2')
    await page.keyboard.type('My new na')
    await page.reload()
    const naming = page.getByRole('textbox', { name: 'Name of the model' })
    await naming.waitFor()
    expect(await naming.inputValue()).toBe('My new na')
    await page.keyboard.press('End')
    await page.keyboard.type('me')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'My new name' }).waitFor()

    await openView(page, 'Train')
    await page.getByRole('heading', { name: 'Teach it your images' }).waitFor()
    expect(await field('Name').inputValue()).toBe('half a thought')
    expect(await field('Images').inputValue()).toBe(folder.at('good'))
    expect(await page.getByRole('radio', { name: 'Grey' }).isChecked()).toBe(true)
    await page.getByText('Advanced').click()
    expect(await field('Steps').inputValue()).toBe('123')
    await button(/^endless/).click()
    await page
      .getByText(/step \d/)
      .first()
      .waitFor()
    await button('Pause').waitFor()

    await openView(page, 'Queue')
    await row('Running', 'Draw 100,000').waitFor()
    await row('Waiting', 'Complete 4 images of photos').waitFor()
    expect(app.complaints).toEqual([])
  })

  it('is survived by jobs, masks, models and results when the server is killed, too', async () => {
    const { page } = app
    // A checkpoint, so that the training has somewhere to go on from.
    await openView(page, 'Train')
    await button('Pause').click()
    await button('Continue').waitFor()
    await app.killAndRestart()
    await openView(page, 'Complete')
    await expect.poll(() => exportedMask(page)).toEqual(mask)
    await openView(page, 'Models')
    await page.locator('[data-model="mnist-digits-copy"]').waitFor()
    await openView(page, 'Train')
    await button(/^endless/).waitFor()
    await openView(page, 'Queue')
    await page.getByText(/jobs were waiting when the app was closed/).waitFor()
    expect([await stateOf('sample'), await stateOf('complete-folder'), await stateOf('train')]).toEqual([
      'held',
      'held',
      'held',
    ])
    await button('Discard').click()
    expect(app.complaints).toEqual([])
  })
})
