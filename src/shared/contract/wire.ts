import { fromBase64, toBase64 } from '../base64'

/**
 * JSON that carries bytes, for HTTP and WebSocket: a Uint8Array travels as `{"$bytes": "<base64>"}`.
 * Electron's IPC clones bytes by itself and needs none of this.
 */
export function encodeWire(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    item instanceof Uint8Array ? { $bytes: toBase64(item) } : item,
  )
}

/** Throws SyntaxError on text that is not JSON, or whose bytes are not base64. */
export function decodeWire(text: string): unknown {
  return JSON.parse(text, (_key, item: unknown) => {
    if (item !== null && typeof item === 'object' && '$bytes' in item && typeof item.$bytes === 'string') {
      const bytes = fromBase64(item.$bytes)
      if (!bytes) throw new SyntaxError('Bytes in a message are not base64.')
      return bytes
    }
    return item
  })
}
