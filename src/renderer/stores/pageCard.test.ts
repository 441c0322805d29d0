import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { usualSettings, type Settings } from '../../shared/settings'
import type { RuntimeReport } from '../../shared/runtimes'
import { fakeApp } from '../testing/fixtures'
import { useApp } from './app'
import { usePageCard } from './pageCard'
import { useSettings } from './settings'

class FakeWorker extends EventTarget {
  static all: FakeWorker[] = []
  readonly terminate = vi.fn()
  constructor() {
    super()
    FakeWorker.all.push(this)
  }
  say(data: string): void {
    this.dispatchEvent(new MessageEvent('message', { data }))
  }
}

const requestAdapter = vi.fn()
const adapter = { info: { description: '', vendor: 'nvidia', architecture: 'hopper' } }
const chosen: Settings['processor'] = { ...usualSettings.processor, runtime: 'webgpu', card: 'browser' }

const measured: RuntimeReport = {
  ...{ name: 'webgpu', available: true, description: 'hopper' },
  ...{ trainingMilliseconds: 0.7, drawingMilliseconds: 12 },
}

/** The page as it is after its start, with these settings of the processor. */
async function start(
  processor: Settings['processor'],
  shell: 'browser' | 'window' = 'browser',
  report: () => RuntimeReport = () => measured,
) {
  let asked = 0
  fakeApp({
    'app.pageCard': () => {
      asked++
      return { report: report() }
    },
    'settings.get': () => ({ ...usualSettings, processor }),
    'app.info': () => ({ version: '1', shell, platform: 'linux', dataFolder: '/data', cores: 2 }),
  })
  const card = usePageCard()
  card.listen()
  await useApp().start()
  return { card, asked: () => asked }
}

describe('the graphics card of a page', () => {
  beforeEach(() => {
    FakeWorker.all = []
    requestAdapter.mockReset().mockResolvedValue(adapter)
    vi.stubGlobal('Worker', FakeWorker)
    vi.stubGlobal('navigator', { gpu: { requestAdapter } })
  })
  afterEach(() => vi.unstubAllGlobals())

  it('is not even looked for until somebody wants to know', async () => {
    const { card } = await start(usualSettings.processor)
    expect(requestAdapter).not.toHaveBeenCalled()
    await card.look()
    expect(card.name).toBe('nvidia hopper')
    expect(FakeWorker.all).toEqual([])
  })

  it('is lent from the choice on, until another is made', async () => {
    const { card } = await start(chosen)
    await vi.waitFor(() => expect(FakeWorker.all).toHaveLength(1))
    FakeWorker.all[0]?.say('lent')
    expect(card.state).toBe('lent')
    useSettings().settings = usualSettings
    await vi.waitFor(() => expect(FakeWorker.all[0]?.terminate).toHaveBeenCalledTimes(1))
    expect(card.state).toBeUndefined()
    expect(FakeWorker.all).toHaveLength(1)
  })

  it('is measured once it is lent, and again when asked to', async () => {
    const { card, asked } = await start(chosen)
    await card.measure()
    expect(asked()).toBe(0)
    await vi.waitFor(() => expect(FakeWorker.all).toHaveLength(1))
    FakeWorker.all[0]?.say('lent')
    await Promise.all([card.measure(), card.measure()])
    await card.measure()
    expect(asked()).toBe(1)
    expect(card.report).toEqual(measured)
    await card.measure(true)
    expect(asked()).toBe(2)
    expect(card.measuring).toBe(false)
  })

  it('says why it could not be measured', async () => {
    const { card } = await start(chosen, 'browser', () => {
      throw new Error('gone')
    })
    await vi.waitFor(() => expect(FakeWorker.all).toHaveLength(1))
    FakeWorker.all[0]?.say('lent')
    await card.measure()
    expect(card.report?.unmeasured).toContain('gone')
    expect(card.measuring).toBe(false)
  })

  it('is lent once, however fast minds change', async () => {
    let find: (found: object) => void = () => undefined
    requestAdapter.mockImplementation(() => new Promise((resolve) => (find = resolve)))
    await start(chosen)
    const { settings } = useSettings()
    useSettings().settings = usualSettings
    await Promise.resolve()
    useSettings().settings = settings
    await Promise.resolve()
    find(adapter)
    await vi.waitFor(() => expect(FakeWorker.all).toHaveLength(1))
  })

  it('is not lent by the app’s own window, whose card another window lends', async () => {
    const { card } = await start(chosen, 'window')
    await card.look()
    expect(requestAdapter).not.toHaveBeenCalled()
    expect(FakeWorker.all).toEqual([])
  })

  it('is lent by no browser that has none', async () => {
    requestAdapter.mockResolvedValue(null)
    const { card } = await start(chosen)
    await vi.waitFor(() => expect(requestAdapter).toHaveBeenCalled())
    await Promise.resolve()
    expect(card.name).toBeUndefined()
    expect(FakeWorker.all).toEqual([])
    vi.stubGlobal('navigator', {})
    await card.look()
    expect(card.name).toBeUndefined()
  })
})
