import { describe, expect, it, vi } from 'vitest'
import type { ByteChannel } from '../../../../shared/remoteGpu/byteChannel'
import { decodeFrame, encodeFrame } from '../../../../shared/remoteGpu/frames'
import { Line } from './line'

/** A page that says what a test tells it to. */
function open() {
  let hear: (bytes: Uint8Array) => void = () => undefined
  const close = vi.fn()
  const sent: unknown[][] = []
  const channel: ByteChannel = {
    send: (bytes) => void sent.push(decodeFrame(bytes)?.header as unknown[]),
    onMessage: (listener) => (hear = listener),
    onClosed: () => undefined,
    close,
  }
  const line = new Line(channel)
  const say = (reply: object, ...bodies: Uint8Array[]): void => hear(encodeFrame(reply, bodies))
  return { line, sent, close, say, hear: (bytes: Uint8Array) => hear(bytes) }
}
const read = { call: 'read', to: 1, buffer: 9, offset: 0, size: 8 } as const
const bytes = (length: number): Uint8Array => new Uint8Array(length).fill(7)

describe('the line to a page with a card', () => {
  it('sends what is said in one turn together, and puts together what comes in parts', async () => {
    const { line, sent, say } = open()
    const found = line.read(read)
    line.tell({ call: 'destroy', id: 9 })
    await Promise.resolve()
    expect(sent).toEqual([[read, { call: 'destroy', id: 9 }]])
    say({ reply: 'bytes', to: 1 }, bytes(3))
    say({ reply: 'bytes', to: 1 }, bytes(5))
    expect(await found).toEqual(bytes(8))
    expect(line.isClosed).toBe(false)
  })

  it('ends a question with what the page says of it', async () => {
    const { line, say } = open()
    const found = line.ask({ call: 'popErrorScope', to: 4, device: 2 }, 'scope')
    say({ reply: 'failed', to: 4, message: 'There is no such device.' })
    await expect(found).rejects.toThrow('There is no such device.')
    expect(line.isClosed).toBe(false)
  })

  it.each<[string, Uint8Array]>([
    ['no frame', Uint8Array.from([1, 2])],
    ['a header that is longer than the message', Uint8Array.from([255, 255, 255, 255, 1])],
    ['a header that is no JSON', Uint8Array.from([2, 0, 0, 0, 123, 123])],
    ['no reply', encodeFrame({ reply: 'toString' })],
    ['a reply to nothing', encodeFrame({ reply: 'made', to: 77 })],
    ['a reply to another question', encodeFrame({ reply: 'made', to: 1 })],
    ['fewer bytes than one', encodeFrame({ reply: 'bytes', to: 1 })],
    ['more bytes than were asked for', encodeFrame({ reply: 'bytes', to: 1 }, [bytes(9)])],
    ['bytes where there are none', encodeFrame({ reply: 'failed', to: 1, message: '' }, [bytes(1)])],
    ['a text without end', encodeFrame({ reply: 'failed', to: 1, message: 'x'.repeat(2001) })],
    ['a number that is none', encodeFrame({ reply: 'lost', device: -1, message: '' })],
  ])('hangs up on a page that says %s', async (_, said) => {
    const { line, close, hear } = open()
    const found = line.read(read)
    const other = line.ask({ call: 'popErrorScope', to: 2, device: 1 }, 'scope')
    hear(said)
    expect(await line.closed).toContain('what it was not asked')
    await expect(found).rejects.toThrow()
    await expect(other).rejects.toThrow('what it was not asked')
    expect(close).toHaveBeenCalledTimes(1)
    await expect(line.ask({ call: 'popErrorScope', to: 3, device: 1 }, 'scope')).rejects.toThrow()
  })
})
