import { existsSync, readFileSync } from 'node:fs'
import type { CDPSession } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { TemporaryFolder } from '../data/support'
import { describeWith, optional } from '../support/optional'
import { serveApp, type ServedApp } from './support'

/** Completions one after another, as somebody makes them who can't stop. */
const count = process.env['PIXELLOOM_LONG'] === '1' ? 200 : 44
/** Of them, those after which everything is warm: caches full, code compiled, a pool of variants kept. */
const warm = Math.max(24, count / 4)

// What may be left of a completion: its words in lists and what it was asked for. Over two hundred it is some 15 KB in
// the page; fewer are less even, since code is still being compiled.
const pageBytesEach = 30_000
const serverBytesEach = 150_000
/** What a process of Node holds or gives back as it likes: the young half of its heap, which nobody can empty from outside. */
const serverSway = 32_000_000

describeWith(optional.chromium, 'a long session', (chromium) => {
  let folder: TemporaryFolder
  let app: ServedApp
  let devtools: CDPSession
  beforeAll(async () => {
    folder = new TemporaryFolder()
    app = await serveApp(chromium, folder.at('data'))
    devtools = await app.page.context().newCDPSession(app.page)
    await devtools.send('Performance.enable')
  })
  afterAll(async () => {
    await app.close()
    folder.remove()
  })

  /** Bytes of the page's objects after what nobody holds is gone, and its elements. */
  async function ofPage(): Promise<{ bytes: number; elements: number }> {
    await devtools.send('HeapProfiler.collectGarbage')
    const { metrics } = await devtools.send('Performance.getMetrics')
    const value = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? NaN
    return { bytes: value('JSHeapUsedSize'), elements: value('Nodes') }
  }

  /** Bytes of the server's process; 0 where the system keeps no such file. */
  function ofServer(): number {
    const file = `/proc/${app.server.pid}/status`
    if (!existsSync(file)) return 0
    const status = readFileSync(file, 'utf8')
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) * 1024
  }

  it(`keeps memory flat over ${count} completions`, { timeout: 1_200_000 }, async () => {
    const { page } = app
    const complete = page.getByRole('button', { name: 'Complete', exact: true })
    const finished = page.getByRole('button', { name: /^Variant \d, .* nats/ })
    let before: { page: Awaited<ReturnType<typeof ofPage>>; server: number } | undefined
    for (let i = 0; i < count; i++) {
      if (i === warm) before = { page: await ofPage(), server: ofServer() }
      // One is the place in the top bar, the other draws; while it draws there is only the first.
      await expect.poll(() => complete.count()).toBe(2)
      await expect.poll(() => complete.last().isEnabled()).toBe(true)
      await complete.last().click()
      if (i > 0)
        await page
          .getByText(`${i + 1} of ${i + 1}`)
          .first()
          .waitFor()
      await expect.poll(() => finished.count()).toBe(4)
    }
    const after = { page: await ofPage(), server: ofServer() }
    if (!before) throw new Error('too few completions to warm up')
    const more = count - warm
    console.log('page', before.page, after.page, 'server', before.server, after.server)
    expect(after.page.bytes - before.page.bytes).toBeLessThan(pageBytesEach * more)
    expect(after.page.elements - before.page.elements).toBeLessThan(20 * more)
    expect(after.server - before.server).toBeLessThan(serverSway + serverBytesEach * more)
    expect(app.complaints).toEqual([])
  })
})
