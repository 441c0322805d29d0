import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { TemporaryFolder } from '../../data/support'
import { putImages } from '../../jobs/support'
import { describeWith, optional } from '../../support/optional'
import { openView, serveApp, type ServedApp } from '../support'

const steps = 1000

describeWith(optional.chromium, 'point 8: a training that is stopped in every way', (chromium) => {
  let folder: TemporaryFolder
  let app: ServedApp
  beforeAll(async () => {
    folder = new TemporaryFolder()
    await putImages(folder, 40)
    app = await serveApp(chromium, folder.at('data'))
    await openView(app.page, 'Train')
  })
  afterAll(async () => {
    await app.close()
    folder.remove()
  })

  const field = (name: string) => app.page.getByRole('textbox', { name, exact: true })
  const button = (name: string | RegExp) => app.page.getByRole('button', { name, exact: true })

  async function start(name: string): Promise<void> {
    await field('Images').fill(folder.at('good'))
    // What is found there makes the model as small as the images.
    await button('Check folder').click()
    await app.page.getByText('40 images can be learned from').waitFor()
    await app.page.getByText('Advanced').click()
    for (const [what, value] of [
      ['Features', '4'],
      ['Blocks', '1'],
      ['Batch', '4'],
      ['Seed', '7'],
      ['Minutes', ''],
      ['Steps', String(steps)],
    ] as const) {
      await field(what).fill(value)
    }
    await field('Name').fill(name)
    await button('Start training').click()
    await button('Pause').waitFor()
  }

  /** The bytes of what was learned, and of what a training would go on from. */
  function learned(model: string): Record<string, string> {
    const at = (...names: string[]): string => folder.at('data', 'models', model, ...names)
    const checkpoint = readdirSync(at('checkpoints', String(steps))).filter((name) => !name.endsWith('.json'))
    expect(checkpoint.length).toBeGreaterThan(0)
    return Object.fromEntries(
      [['weights.safetensors'], ...checkpoint.map((name) => ['checkpoints', String(steps), name])].map(
        (names) => [names.join('/'), readFileSync(at(...names)).toString('base64')],
      ),
    )
  }

  it('8. true pause and resume: paused, killed by force and gone on with, it is the one that never stopped', async () => {
    const { page } = app
    await start('whole')
    await button('Use this model').waitFor({ timeout: 100_000 })

    await button('New training').click()
    await start('broken')
    await button('Pause').click()
    await button('Continue').waitFor()
    await button('Continue').click()
    await button('Pause').waitFor()
    await app.killAndRestart()
    await openView(page, 'Train')
    await button(/^broken/).click()
    await button(/^Continue/).click()
    await button('Use this model').waitFor({ timeout: 100_000 })
    await page.getByText('Finished').first().waitFor()
    expect(learned('broken')).toEqual(learned('whole'))
    expect(app.complaints).toEqual([])
  })
})
