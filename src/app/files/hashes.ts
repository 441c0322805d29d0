import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'

/** The form in which every file states a checksum: "sha256:" and 64 hexadecimal digits. */
export function checksumOf(content: string | Uint8Array): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`
}

/** A name for what is kept under it: 32 hexadecimal digits, others for any other identity. */
export function keyOf(identity: string | Uint8Array): string {
  return createHash('sha256').update(identity).digest('hex').slice(0, 32)
}

/** SHA-256 of a file, in hexadecimal digits, read piece by piece. Rejects where it can't be read. */
export async function hashOfFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}
