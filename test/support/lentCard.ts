import { setImmediate } from 'node:timers/promises'
import { serveCard } from '../../src/renderer/card/executor'
import type { LentCard } from '../../src/engine/runtimes/webgpu/lentCard'
import type { ByteChannel } from '../../src/shared/remoteGpu/byteChannel'

/** Both ends of a line in this process, what crossed it, and a way to cut it. */
export interface Pair {
  readonly engine: ByteChannel
  readonly page: ByteChannel
  /** Sizes of what the engine sent, in bytes. */
  readonly sent: number[]
  readonly received: number[]
  readonly cut: () => void
  /** What was sent so far has arrived. */
  readonly settled: () => Promise<void>
}

/** A line whose messages arrive later and as copies, as those of a port do. */
export function channelPair(): Pair {
  let isOpen = true
  const closed: (() => void)[] = []
  const cut = (): void => {
    if (!isOpen) return
    isOpen = false
    void setImmediate().then(() => closed.forEach((listener) => listener()))
  }
  const end = (sizes: number[], to: ((bytes: Uint8Array) => void)[], own: typeof to): ByteChannel => ({
    send(bytes) {
      if (!isOpen) return
      sizes.push(bytes.length)
      const copy = bytes.slice()
      void setImmediate().then(() => isOpen && to.forEach((listener) => listener(copy)))
    },
    onMessage: (listener) => void own.push(listener),
    onClosed: (listener) => void closed.push(listener),
    close: cut,
  })
  const [atEngine, atPage]: ((bytes: Uint8Array) => void)[][] = [[], []]
  const [sent, received]: number[][] = [[], []]
  if (!atEngine || !atPage || !sent || !received) throw new Error('unreachable')
  const engine = end(sent, atPage, atEngine)
  const page = end(received, atEngine, atPage)
  const settled = async (): Promise<void> => {
    // Calls of a turn are sent at its end, and arrive a turn later.
    for (let turn = 0; turn < 3; turn++) await setImmediate()
  }
  return { engine, page, sent, received, cut, settled }
}

/** Dawn in the place of a page's WebGPU, lent over a line in this process. */
export async function lendDawn(): Promise<
  Pair & { readonly lent: LentCard; /** Bytes of buffers on the card. */ readonly held: () => number }
> {
  const dawn = (await import('webgpu')) as { create(options: string[]): GPU }
  const gpu = dawn.create([])
  const pair = channelPair()
  let held = 0
  serveCard(pair.page, {
    async requestAdapter(options) {
      const adapter = await gpu.requestAdapter(options)
      if (!adapter) return null
      const open = adapter.requestDevice.bind(adapter)
      adapter.requestDevice = async (descriptor) => {
        const device = await open(descriptor)
        const make = device.createBuffer.bind(device)
        device.createBuffer = (asked) => {
          const buffer = make(asked)
          const destroy = buffer.destroy.bind(buffer)
          held += asked.size
          buffer.destroy = () => {
            held -= asked.size
            return destroy()
          }
          return buffer
        }
        const destroy = device.destroy.bind(device)
        device.destroy = () => {
          held = 0
          return destroy()
        }
        return device
      }
      return adapter
    },
  })
  return { ...pair, lent: { by: 'browser', channel: pair.engine }, held: () => held }
}
