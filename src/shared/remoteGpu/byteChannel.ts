/** A line that carries messages of bytes, whole and in their order: a port, a WebSocket, a relay over a process. */
export interface ByteChannel {
  /** Of a closed line nothing arrives; that is no error. */
  send(bytes: Uint8Array): void
  onMessage(listener: (bytes: Uint8Array) => void): void
  /** Once, when the other end is gone or `close` was called; soon, where that was before. */
  onClosed(listener: () => void): void
  close(): void
}
