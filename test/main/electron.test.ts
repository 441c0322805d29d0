import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron as electron, type ElectronApplication } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Bridge } from '../../src/shared/contract/api'
import { describeWith, optional, root } from '../support/optional'

declare const pixelloom: Bridge
declare const require: unknown
declare const fetch: (url: string) => Promise<{ status: number }>

describeWith(optional.electron, 'the app in a real Electron', (executablePath) => {
  let dataFolder: string
  let app: ElectronApplication

  beforeAll(async () => {
    dataFolder = await mkdtemp(join(tmpdir(), 'pixelloom-electron-'))
    app = await electron.launch({ executablePath, args: [root, `--data-folder=${dataFolder}`] })
  })
  afterAll(async () => {
    await app.close()
    await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 })
  })

  it('opens a page that reaches the app through the bridge alone', async () => {
    const page = await app.firstWindow()
    expect(page.url()).toBe('pixelloom://app/index.html')
    const reply = await page.evaluate(() => pixelloom.invoke('app.info', {}))
    expect(reply).toMatchObject({ ok: true, value: { shell: 'window', dataFolder } })
    expect(await page.evaluate(() => typeof require)).toBe('undefined')
  })

  it('shows sample photos over its own protocol', async () => {
    const page = await app.firstWindow()
    await page.waitForFunction(() => {
      const images = (globalThis as unknown as { document: { images: ArrayLike<{ naturalWidth: number }> } })
        .document.images
      return Array.from(images).some((image) => image.naturalWidth > 0)
    })
    expect(page.isClosed()).toBe(false)
  })

  it('reaches no network', async () => {
    const page = await app.firstWindow()
    const outcome = page.evaluate(() => fetch('https://example.com/').then(({ status }) => status))
    await expect(outcome).rejects.toThrow()
  })

  it('computes in a utility process', async () => {
    const page = await app.firstWindow()
    const reply = await page.evaluate(() => pixelloom.invoke('app.runtimes', {}))
    expect(reply.ok && reply.value.runtimes.some(({ available }) => available)).toBe(true)
  })
})
