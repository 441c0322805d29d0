import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { usualSettings, type Settings } from '../../shared/settings'
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

/** The page as it is after its start, with these settings of the processor. */
async function start(processor: Settings['processor'], shell: 'browser' | 'window' = 'browser') {
  fakeApp({
    'settings.get': () => ({ ...usualSettings, processor }),
    'app.info': () => ({ version: '1', shell, platform: 'linux', dataFolder: '/data', cores: 2 }),
  })
  const card = usePageCard()
  card.listen()
  await useApp().start()
  return { card }
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
