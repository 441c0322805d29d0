import { z } from 'zod'
import { failure } from '../../shared/errors'
import { runsLength } from '../../shared/runs'
import { checksumOf } from '../files/hashes'

/** A mask as it is kept: its size and run lengths (shared/runs). */
export interface KeptMask {
  readonly width: number
  readonly height: number
  readonly runs: Uint8Array
}

const version = 1
const newline = 10

const headSchema = z.object({
  mask: z.number().int(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  checksum: z.string(),
})

/** One line of JSON (version, size, checksum of what follows), then the run lengths as they are. */
export function encodeMaskFile({ width, height, runs }: KeptMask): Uint8Array {
  const head = JSON.stringify({ mask: version, width, height, checksum: checksumOf(runs) })
  return Buffer.concat([Buffer.from(`${head}\n`), runs])
}

/** The mask, or why it can't be read. Throws `unsupported` for a file of a later version, which is not damaged. */
export function decodeMaskFile(bytes: Uint8Array): KeptMask | string {
  const end = bytes.indexOf(newline)
  if (end < 0) return 'it has no head'
  const head = headOf(bytes.subarray(0, end))
  if (!head) return 'its head is not one of a mask'
  if (head.mask > version) throw failure('masks.newer', {})
  const runs = new Uint8Array(bytes.subarray(end + 1))
  if (checksumOf(runs) !== head.checksum) return 'its checksum does not fit'
  const { width, height } = head
  return runsLength(runs) === width * height ? { width, height, runs } : 'its runs do not fit its size'
}

function headOf(bytes: Uint8Array): z.infer<typeof headSchema> | undefined {
  try {
    return headSchema.safeParse(JSON.parse(new TextDecoder().decode(bytes))).data
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
