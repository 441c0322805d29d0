import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { encodeWire } from '../../shared/contract/wire'
import { browserConnection } from './browserConnection'

class FakeSocket extends EventTarget {
  static all: FakeSocket[] = []

  constructor(readonly url: string) {
    super()
    FakeSocket.all.push(this)
  }

  say(event: string, payload: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data: encodeWire({ event, payload }) }))
  }
}

const fetched = vi.fn<(url: string, init: { body: string }) => Promise<Response>>()
const last = (): FakeSocket => FakeSocket.all.at(-1)!
const answer = (text: string, status = 200): Response => new Response(text, { status })

describe('the connection of a browser', () => {
  beforeEach(() => {
    vi.useFakeTimers()
    FakeSocket.all = []
    fetched.mockReset()
    vi.stubGlobal('WebSocket', FakeSocket)
    vi.stubGlobal('fetch', fetched)
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  it('posts the method with its input, bytes and all', async () => {
    fetched.mockResolvedValue(answer(encodeWire({ ok: true, value: { added: [], skipped: [] } })))
    const { bridge } = browserConnection()
    const reply = await bridge.invoke('library.addBytes', { name: 'a', data: Uint8Array.from([1, 2]) })
    expect(reply).toEqual({ ok: true, value: { added: [], skipped: [] } })
    expect(fetched.mock.calls[0]?.[0]).toBe('/api/library.addBytes')
    expect(fetched.mock.calls[0]?.[1].body).toBe('{"name":"a","data":{"$bytes":"AQI="}}')
  })

  it('hands on errors as they are', async () => {
    const error = { code: 'disk', message: 'No space is left.' }
    fetched.mockResolvedValue(answer(encodeWire({ ok: false, error })))
    expect(await browserConnection().bridge.invoke('app.info', {})).toEqual({ ok: false, error })
  })

  it('says so when nobody answers, or not in the app’s words', async () => {
    const { bridge } = browserConnection()
    fetched.mockRejectedValueOnce(new TypeError('Failed to fetch'))
    expect(await bridge.invoke('app.info', {})).toMatchObject({
      ok: false,
      error: { code: 'engine-stopped' },
    })
    fetched.mockResolvedValueOnce(answer('"hello"', 502))
    const strange = await bridge.invoke('app.info', {})
    expect(strange).toMatchObject({ ok: false, error: { code: 'internal' } })
  })

  it('passes events to those who listen, until they stop', () => {
    const { bridge } = browserConnection()
    const heard = vi.fn()
    const stop = bridge.on('job.dismissed', heard)
    last().say('job.dismissed', { jobId: 'a' })
    last().say('models.changed', {})
    last().say('no such event', {})
    expect(heard.mock.calls).toEqual([[{ jobId: 'a' }]])
    stop()
    last().say('job.dismissed', { jobId: 'b' })
    expect(heard).toHaveBeenCalledOnce()
  })

  it('revives bytes in events', () => {
    const { bridge } = browserConnection()
    const heard = vi.fn()
    bridge.on('job.rows', heard)
    last().say('job.rows', { jobId: 'a', rows: [{ pixels: Uint8Array.from([7, 8]) }] })
    expect(heard).toHaveBeenCalledWith({ jobId: 'a', rows: [{ pixels: Uint8Array.from([7, 8]) }] })
  })

  it('comes back by itself, waiting longer each time, and says that it is back', () => {
    const { online, onRestored } = browserConnection()
    const back = vi.fn()
    onRestored(back)
    last().dispatchEvent(new Event('open'))
    expect(back).not.toHaveBeenCalled()
    last().dispatchEvent(new Event('close'))
    expect(online.value).toBe(false)
    fetched.mockRejectedValue(new TypeError('refused'))
    vi.advanceTimersByTime(500)
    expect(FakeSocket.all).toHaveLength(2)
    last().dispatchEvent(new Event('close'))
    vi.advanceTimersByTime(999)
    expect(FakeSocket.all).toHaveLength(2)
    vi.advanceTimersByTime(1)
    expect(FakeSocket.all).toHaveLength(3)
    last().dispatchEvent(new Event('open'))
    expect(online.value).toBe(true)
    expect(back).toHaveBeenCalledOnce()
  })

  it('asks why it is turned away', async () => {
    const error = { code: 'forbidden', message: 'Open the address that the terminal printed.' }
    fetched.mockResolvedValue(answer(encodeWire({ ok: false, error }), 403))
    const { refusal } = browserConnection()
    last().dispatchEvent(new Event('close'))
    await vi.waitFor(() => expect(refusal.value).toBe(error.message))
  })
})
