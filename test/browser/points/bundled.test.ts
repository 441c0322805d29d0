import { afterAll, beforeAll, expect, it } from 'vitest'
import { TemporaryFolder } from '../../data/support'
import { describeWith, optional } from '../../support/optional'
import { openView, ratedVariants, serveApp, type ServedApp } from '../support'

describeWith(optional.chromium, 'points 4 and 15: an app that needs nothing and asks nobody', (chromium) => {
  let folder: TemporaryFolder
  let app: ServedApp
  const asked: string[] = []

  beforeAll(async () => {
    folder = new TemporaryFolder()
    app = await serveApp(chromium, folder.at('data'))
    app.page.context().on('request', (request) => asked.push(request.url()))
    app.page.on('websocket', (socket) => asked.push(socket.url()))
    await app.page.reload()
    await app.page.locator('.go .primary').waitFor()
  })
  afterAll(async () => {
    await app.close()
    folder.remove()
  })

  it('4. a model is bundled and the CPU always works; what is missing is said in a plain sentence', async () => {
    const { page } = app
    await page.getByText('Bundled model, works offline').waitFor()
    await page.evaluate('location.hash = "#settings"')
    await page
      .getByRole('navigation', { name: 'Sections of the settings' })
      .getByRole('button', { name: 'Processor' })
      .click()
    const runtime = (name: RegExp) => page.getByRole('radio', { name })
    await runtime(/^Plain JavaScript/).waitFor()
    for (const name of [/^Automatic/, /^WebAssembly/, /^Plain JavaScript/]) {
      expect(await runtime(name).isEnabled()).toBe(true)
    }
    // Of what isn't there it is said that it isn't, and why; nothing is offered that would fail.
    const absent = page.locator('.runtime.absent')
    for (const one of await absent.all()) {
      await one.getByText('Doesn’t run here').waitFor()
      expect(await one.getByRole('radio').isDisabled()).toBe(true)
      expect(await one.getAttribute('title')).toMatch(/\S+ \S+/)
    }
    // The slowest way that there is: nothing but JavaScript.
    await page.locator('.runtime', { hasText: 'Plain JavaScript' }).click()
    await expect.poll(() => runtime(/^Plain JavaScript/).isChecked()).toBe(true)
    await openView(page, 'Complete')
    // A network that such a machine would choose: along diagonals, JavaScript takes minutes.
    await page.getByRole('combobox', { name: /^Model/ }).click()
    await page.getByRole('option').filter({ hasText: 'MNIST digits', hasNotText: 'LSTM' }).click()
    const variants = page.getByRole('slider', { name: 'Variants' })
    await variants.focus()
    await page.keyboard.press('Home')
    // That it draws is what counts: a few pixels are enough.
    await page.locator('.stage').focus()
    for (const key of ['Delete', 'r', 'Space', 'Shift+ArrowRight', 'Shift+ArrowDown', 'Space']) {
      await page.keyboard.press(key)
    }
    await page.locator('.go .primary').click()
    await expect.poll(() => ratedVariants(page).count()).toBe(1)
    expect(app.complaints).toEqual([])
  })

  it('15. a quiet citizen: every request goes to this machine, and it says that nothing is sent anywhere', async () => {
    const { page } = app
    for (const view of ['Library', 'Train', 'Models', 'Queue', 'Complete'] as const)
      await openView(page, view)
    await page.evaluate('location.hash = "#settings"')
    await page
      .getByRole('navigation', { name: 'Sections of the settings' })
      .getByRole('button', { name: 'Privacy' })
      .click()
    await page.getByText('Nothing is sent anywhere').waitFor()
    const { host } = new URL(page.url())
    const elsewhere = asked.filter((url) => !/^(data|blob):/.test(url) && new URL(url).host !== host)
    expect(asked.length).toBeGreaterThan(20)
    expect(asked.some((url) => url.startsWith('ws:'))).toBe(true)
    expect(elsewhere).toEqual([])
    expect(host).toMatch(/^127\.0\.0\.1:/)
    expect(app.complaints).toEqual([])
  })
})
