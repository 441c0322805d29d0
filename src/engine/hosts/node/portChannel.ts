import type { ByteChannel } from '../../../shared/remoteGpu/byteChannel'

/** As much of Electron's MessagePortMain as a line needs. */
export interface CardPort {
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  postMessage(message: unknown): void
  start(): void
  close(): void
}

/** A line over a port; what is no bytes is passed over. */
export function portChannel(port: CardPort): ByteChannel {
  return {
    send: (bytes) => port.postMessage(bytes),
    onMessage(listener) {
      port.on('message', ({ data }) => {
        if (data instanceof Uint8Array) listener(data)
      })
      // Until then what comes waits.
      port.start()
    },
    onClosed: (listener) => void port.on('close', listener),
    close: () => port.close(),
  }
}
