import type { ByteChannel } from '../../shared/remoteGpu/byteChannel'

/** A line over a WebSocket that is open, or about to be. */
export function socketChannel(socket: WebSocket): ByteChannel {
  socket.binaryType = 'arraybuffer'
  return {
    send(bytes) {
      if (socket.readyState === WebSocket.OPEN) socket.send(bytes.slice())
    },
    onMessage(listener) {
      socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        if (data instanceof ArrayBuffer) listener(new Uint8Array(data))
      })
    },
    onClosed: (listener) => socket.addEventListener('close', () => listener()),
    close: () => socket.close(),
  }
}
