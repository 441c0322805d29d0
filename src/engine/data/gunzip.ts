import { failure } from '../../shared/errors'

/** Whether bytes begin as a gzip file. */
export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b
}

/**
 * The contents of a gzip file, at most `longest(head)` bytes of them, where `head` is what came first: a
 * small file can claim to be endless. `bad-data-file` where it is damaged, or goes on after that.
 */
export async function gunzip(
  path: string,
  bytes: Uint8Array,
  longest: (head: Uint8Array) => number,
): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream()
  const reader = stream.pipeThrough(new DecompressionStream('gzip')).getReader()
  const parts: Uint8Array[] = []
  let [length, limit] = [0, Infinity]
  for (;;) {
    const part = await reader.read().catch((cause: unknown) => {
      const detail = cause instanceof Error ? cause.message : String(cause)
      throw failure('data.gzip', { path, detail }, path)
    })
    if (part.done) break
    const chunk = part.value as Uint8Array
    if (parts.length === 0) limit = longest(chunk)
    parts.push(chunk)
    length += chunk.length
    if (length > limit) {
      await reader.cancel()
      throw failure('data.gzipLong', { path, limit }, path)
    }
  }
  const result = new Uint8Array(length)
  let offset = 0
  for (const part of parts) {
    result.set(part, offset)
    offset += part.length
  }
  return result
}
