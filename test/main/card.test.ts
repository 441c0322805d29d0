import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RuntimeReport } from '../../src/shared/runtimes'
import type { Call } from '../../src/shared/remoteGpu/calls'
import { decodeFrame, encodeFrame } from '../../src/shared/remoteGpu/frames'
import { type MainProcess, startMain } from './harness'

interface State {
  readonly utility: { pid: number; options: { env: Record<string, string> } }
  readonly loaded: { url: string; status: number }[]
  readonly switches: string[]
  readonly windows: {
    options: Electron.BrowserWindowConstructorOptions
    shown: boolean
    gone: boolean
    port?: { channel: string; heard: Uint8Array[] }
  }[]
}

const patience = { timeout: 60_000, interval: 50 }

describe('the hidden window that lends its graphics card', () => {
  let main: MainProcess
  const state = async (): Promise<State> => (await main.ask('state')) as State
  const hidden = async () => (await state()).windows.slice(1)
  beforeEach(async () => {
    main = await startMain({ environment: { STAND_IN_CARD: '1' } })
    await vi.waitFor(async () => expect((await state()).windows[0]?.shown).toBe(true), patience)
  })
  afterEach(() => main.stop())

  /** Asks what can compute here, and gives what is answered of WebGPU. */
  async function askWebgpu(): Promise<RuntimeReport | undefined> {
    const reply = await main.invoke('app.runtimes', { again: true })
    return reply.ok ? reply.value.runtimes.find(({ name }) => name === 'webgpu') : undefined
  }
  /** What an engine asked of the newest hidden window's page. */
  async function asked(): Promise<readonly Call[]> {
    const heard = (await hidden()).at(-1)?.port?.heard ?? []
    return heard.flatMap((bytes) => (decodeFrame(bytes)?.header ?? []) as Call[])
  }
  async function lent(): Promise<void> {
    await vi.waitFor(async () => expect(await asked()).not.toEqual([]), patience)
  }

  it('is opened when an engine asks, sandboxed, never shown, and closed when its card is given back', async () => {
    expect(await hidden()).toEqual([])
    const report = askWebgpu()
    await lent()
    const [window] = await hidden()
    expect(window?.options).toMatchObject({ show: false, skipTaskbar: true, focusable: false })
    expect(window?.options.webPreferences).toMatchObject({
      preload: expect.stringMatching(/card\.cjs$/) as string,
      ...{
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        webSecurity: true,
        webviewTag: false,
      },
      ...{ nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false, devTools: false },
      backgroundThrottling: false,
    })
    expect((await state()).loaded.at(-1)).toEqual({ url: 'pixelloom://app/card/index.html', status: 200 })
    expect(window).toMatchObject({ shown: false, gone: false, port: { channel: 'pixelloom:card-port' } })
    expect(await asked()).toMatchObject([{ call: 'adapter', highPerformance: true }])

    const bytes = encodeFrame({ reply: 'adapter', to: 1, adapter: null })
    await main.ask('pageSays', { window: 1, bytes })
    expect(await report).toMatchObject({
      available: false,
      description: expect.stringContaining('WebGPU finds no graphics card') as string,
    })
    await vi.waitFor(async () => expect((await hidden()).map(({ gone }) => gone)).toEqual([true]), patience)
  })

  it('is lost to the engine when its page crashes, which says so', async () => {
    const report = askWebgpu()
    await lent()
    await main.ask('pageCrashes', { window: 1 })
    expect(await report).toMatchObject({
      available: false,
      description: expect.stringContaining('the page that has the card is gone') as string,
    })
    expect((await hidden()).map(({ gone }) => gone)).toEqual([true])
  })

  it('goes with the engine, however that ends', async () => {
    const report = askWebgpu()
    await lent()
    process.kill((await state()).utility.pid, 'SIGKILL')
    expect(await report).toMatchObject({ available: false })
    await vi.waitFor(async () => expect((await hidden()).map(({ gone }) => gone)).toEqual([true]), patience)
  })

  it('does not keep the app open, nor is kept by it from saving first', async () => {
    const report = askWebgpu().catch(() => undefined)
    await lent()
    await main.ask('quit')
    expect(await main.exited).toBe(0)
    await report
  })
})
