import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { JobSnapshot } from '../../src/shared/jobs'
import { decodeFrame, encodeFrame } from '../../src/shared/remoteGpu/frames'
import { cardPortMessage } from '../../src/shared/remoteGpu/window'
import { writeBars } from '../support/bars'
import { describeWithAll, optional } from '../support/optional'
import { serveApp, type ServedApp } from './support'

/** What imitates a graphics card on the processor, for pages. */
const imitatedCard = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader']
const patience = { timeout: 100_000 }

describeWithAll(
  [optional.chromium, optional.kernels],
  'the graphics card of a browser',
  ([chromium = '']) => {
    let dataFolder = ''
    let app: ServedApp
    let origin = ''
    let notes: Map<string, Set<string>>
    const notesOf = (id: string): string[] => [...(notes.get(id) ?? [])]
    beforeAll(async () => {
      dataFolder = await mkdtemp(join(tmpdir(), 'pixelloom-card-'))
      await writeBars(join(dataFolder, 'bars.npy'), 40, 8)
      app = await serveApp(chromium, dataFolder, {}, imitatedCard)
      origin = new URL(app.page.url()).origin
      notes = await listenToNotes(app.page.context(), origin)
    })
    afterAll(async () => {
      await app.close()
      await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 })
    })

    /** A request of the contract, in the browser's session, whichever pages are open. */
    async function ask<T>(method: string, input: object): Promise<T> {
      const reply = await app.page
        .context()
        .request.post(`${origin}/api/${method}`, { data: input, headers: { origin } })
      const { ok, value, error } = (await reply.json()) as { ok: boolean; value: T; error: unknown }
      if (!ok) throw new Error(JSON.stringify(error))
      return value
    }
    async function job(id: string): Promise<JobSnapshot> {
      const { jobs } = await ask<{ jobs: JobSnapshot[] }>('jobs.list', {})
      const found = jobs.find((one) => one.id === id)
      if (!found) throw new Error(`no job ${id}`)
      return found
    }
    const train = async (name: string, steps: number): Promise<string> => {
      const data = join(dataFolder, 'bars.npy')
      const model = { data, hidden: 4, layers: 1, batch: 4, levels: 2, checkEvery: 20 }
      return (await ask<{ id: string }>('jobs.train', { name, steps, ...model })).id
    }
    const openProcessor = async (page: Page): Promise<void> => {
      await page.goto(`${origin}/#settings`)
      await page.getByRole('navigation').getByRole('button', { name: 'Processor', exact: true }).click()
    }
    const workers = (page: Page): number => page.workers().length

    it('is offered for a choice, and until it is chosen nothing is lent', async () => {
      const { page } = app
      await openProcessor(page)
      await page.getByText(/^On the graphics card of this browser \(.+\), while this page is open$/).waitFor()
      expect(workers(page)).toBe(0)
    })

    it('trains once it is chosen', async () => {
      const { page } = app
      await page.getByText('WebGPU of this browser', { exact: true }).click()
      await page.getByText(/^Lent by this page, while it is open/).waitFor()
      // Of what imitates a card it is said that it does, as of this machine's own.
      const row = page.locator('.runtime:has(input[value="page-card"])')
      await row.getByText('It computes on the processor what is made for a card.').waitFor(patience)
      const id = await train('Lent', 3)
      await expect.poll(async () => (await job(id)).state, patience).toBe('done')
      expect(notesOf(id)).toContainEqual(expect.stringContaining('On WebGPU the graphics card trains'))
      expect(app.complaints).toEqual([])
    })

    it('draws what the processor draws from the same seed', async () => {
      const { models } = await ask<{ models: { id: string; name: string }[] }>('models.list', {})
      const modelId = models.find(({ name }) => name === 'Lent')?.id ?? ''
      const draw = async (): Promise<{ id: string; pictures: Buffer[] }> => {
        const { id } = await ask<{ id: string }>('jobs.sample', { modelId, count: 2, seed: 5 })
        await expect.poll(async () => (await job(id)).state, patience).toBe('done')
        const { result } = await job(id)
        if (result?.kind !== 'sample') throw new Error('no pictures')
        return { id, pictures: await Promise.all(result.files.map((file) => sharp(file).raw().toBuffer())) }
      }
      const lent = await draw()
      expect(notesOf(lent.id)).toContainEqual(expect.stringContaining('On WebGPU the graphics card'))
      await ask('settings.set', { processor: { runtime: 'native' } })
      const own = await draw()
      await ask('settings.set', { processor: { runtime: 'webgpu' } })
      expect(notesOf(own.id)).not.toContainEqual(expect.stringContaining('On WebGPU the graphics card'))
      expect(lent.pictures).toHaveLength(2)
      expect(new Set(lent.pictures[0]).size).toBe(2)
      expect(lent.pictures).toEqual(own.pictures)
      expect(app.complaints).toEqual([])
    })

    it('is not taken of a second page', async () => {
      const other = await app.page.context().newPage()
      await openProcessor(other)
      await other.getByText(/^Another page lends its graphics card already/).waitFor()
      await other.close()
    })

    it('goes on where its page is loaded again in the middle', async () => {
      const id = await train('Again', 60)
      await expect.poll(async () => (await job(id)).progress?.done ?? 0, patience).toBeGreaterThan(3)
      await app.page.reload()
      await expect.poll(async () => (await job(id)).state, patience).toBe('done')
      expect((await job(id)).result).toMatchObject({ kind: 'train', steps: 60 })
      expect(notesOf(id)).toContain(
        'The graphics card was lost while it computed, and came back. The work goes on from its last step.',
      )
    })

    it('is also lent by the page of the app’s hidden window, to who hands it a port', async () => {
      const page = await app.page.context().newPage()
      const refused: string[] = []
      page.on('pageerror', (error) => refused.push(error.message))
      await page.goto(`${origin}/card/index.html`)
      const question = encodeFrame([{ call: 'adapter', to: 5, highPerformance: true }])
      // As text: it runs in the page. What no page of ours says is no reason to answer.
      const reply: number[] = await page.evaluate(`new Promise((resolve) => {
      const [stray, own] = [new MessageChannel(), new MessageChannel()]
      stray.port1.onmessage = () => resolve([])
      own.port1.onmessage = ({ data }) => resolve([...data])
      stray.port1.postMessage(Uint8Array.from(${JSON.stringify([...question])}))
      own.port1.postMessage(Uint8Array.from(${JSON.stringify([...question])}))
      window.postMessage('another message', '/', [stray.port2])
      window.postMessage('${cardPortMessage}', '/', [own.port2])
    })`)
      expect(decodeFrame(Uint8Array.from(reply))?.header).toMatchObject({
        ...{ reply: 'adapter', to: 5 },
        adapter: { maxBufferSize: expect.any(Number) as number },
      })
      expect(refused).toEqual([])
      await page.close()
    })

    it('leaves a training to the processor when its page is closed in the middle, and says so', async () => {
      const context = app.page.context()
      const id = await train('Left', 3000)
      await expect.poll(async () => (await job(id)).progress?.done ?? 0, patience).toBeGreaterThan(3)
      // The session stays with the browser.
      const blank = await context.newPage()
      await app.page.close()
      await expect.poll(async () => (await job(id)).state, patience).toBe('done')
      const done = await job(id)
      expect(done.result).toMatchObject({ kind: 'train', steps: 3000 })
      expect(notesOf(id)).toContain(
        'The page whose graphics card computed is closed. The work goes on from its last step, on the processor.',
      )

      // Chosen still, but nobody lends one.
      const next = await train('Without', 3)
      await expect.poll(async () => (await job(next)).state, patience).toBe('done')
      expect(notesOf(next).join()).toContain('no page that lends it is open')
      await blank.close()
    })
  },
)

/** What each job has said so far, by its number. */
async function listenToNotes(context: BrowserContext, origin: string): Promise<Map<string, Set<string>>> {
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  const socket = new WebSocket(`${origin.replace(/^http/, 'ws')}/events`, { headers: { cookie, origin } })
  const notes = new Map<string, Set<string>>()
  socket.on('message', (data: Buffer) => {
    const { event, payload } = JSON.parse(data.toString()) as {
      event: string
      payload: { job?: JobSnapshot }
    }
    if (event !== 'job.changed' || !payload.job?.note) return
    const { id, note } = payload.job
    notes.set(id, (notes.get(id) ?? new Set()).add(note))
  })
  await once(socket, 'open')
  return notes
}
