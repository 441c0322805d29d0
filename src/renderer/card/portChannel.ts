import type { ByteChannel } from '../../shared/remoteGpu/byteChannel'

/** A line over a port. Bytes are copied: what is transferred to Electron's ports is lost. */
export function portChannel(port: MessagePort): ByteChannel {
  return {
    send: (bytes) => port.postMessage(bytes),
    onMessage(listener) {
      port.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        if (data instanceof Uint8Array) listener(data)
      })
      // Until then what comes waits.
      port.start()
    },
    onClosed: (listener) => port.addEventListener('close', () => listener()),
    close: () => port.close(),
  }
}
