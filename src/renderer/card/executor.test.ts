import { describe, expect, it, vi } from 'vitest'
import type { ByteChannel } from '../../shared/remoteGpu/byteChannel'
import type { Call } from '../../shared/remoteGpu/calls'
import { decodeFrame, encodeFrame } from '../../shared/remoteGpu/frames'
import { serveCard } from './executor'

function open(gpu?: Pick<GPU, 'requestAdapter'>) {
  let hear: (bytes: Uint8Array) => void = () => undefined
  let leave: () => void = () => undefined
  const close = vi.fn()
  const replies: unknown[] = []
  const channel: ByteChannel = {
    send: (bytes) => void replies.push(decodeFrame(bytes)?.header),
    onMessage: (listener) => (hear = listener),
    onClosed: (listener) => (leave = listener),
    close,
  }
  serveCard(channel, gpu)
  return {
    ...{ replies, close },
    say: (...calls: Call[]) => hear(encodeFrame(calls)),
    hear: (bytes: Uint8Array) => hear(bytes),
    leave: () => leave(),
  }
}

/** As much of an adapter and its device as is looked at here. */
function fakeGpu() {
  const destroy = vi.fn()
  const device = { destroy, lost: new Promise(() => undefined) }
  const adapter = {
    info: { vendor: 'v', architecture: 'a', description: 'd'.repeat(5000), isFallbackAdapter: false },
    limits: { maxBufferSize: 64, maxStorageBufferBindingSize: 32 },
    requestDevice: () => Promise.resolve(device),
  }
  return { destroy, gpu: { requestAdapter: () => Promise.resolve(adapter as unknown as GPUAdapter) } }
}
const adapter = { call: 'adapter', to: 1, highPerformance: true } as const
const device = { call: 'device', to: 2, adapter: 1, limits: {} } as const

describe('a page that lends its card', () => {
  it('says that it has none where there is no WebGPU', async () => {
    const { say, replies } = open()
    say(adapter)
    await vi.waitFor(() => expect(replies).toEqual([{ reply: 'adapter', to: 1, adapter: null }]))
  })

  it('tells of its card, and frees what lies there when the line closes', async () => {
    const { gpu, destroy } = fakeGpu()
    const { say, replies, leave } = open(gpu)
    say(adapter)
    await vi.waitFor(() => expect(replies).toHaveLength(1))
    expect(replies[0]).toMatchObject({
      adapter: { vendor: 'v', maxBufferSize: 64, description: 'd'.repeat(2000) },
    })
    say(device)
    await vi.waitFor(() => expect(replies[1]).toEqual({ reply: 'made', to: 2 }))
    leave()
    expect(destroy).toHaveBeenCalledTimes(1)
  })

  it('answers a question about what there isn’t with a sentence', async () => {
    const { say, replies, close } = open(fakeGpu().gpu)
    say({ call: 'read', to: 5, buffer: 3, offset: 0, size: 4 })
    const failed = { reply: 'failed', to: 5, message: 'There is no buffer of number 3.' }
    await vi.waitFor(() => expect(replies).toEqual([failed]))
    expect(close).not.toHaveBeenCalled()
  })

  it.each<[string, (page: ReturnType<typeof open>) => void]>([
    ['an order about what there isn’t', ({ say }) => say({ call: 'submit', device: 9, commands: [] })],
    ['bytes for no buffer', ({ say }) => say({ call: 'write', buffer: 9, offset: 0, bytes: 0 })],
    ['no frame', ({ hear }) => hear(Uint8Array.of(1))],
    ['no calls', ({ hear }) => hear(encodeFrame({}))],
  ])('closes the line at %s', async (_, act) => {
    const page = open(fakeGpu().gpu)
    act(page)
    expect(page.close).toHaveBeenCalledTimes(1)
  })
})
