import { joinBytes } from '../../../shared/bytes'

/**
 * As much of the tar format (POSIX ustar) as an archive of a few plain files needs: blocks of 512 bytes, each file a
 * header and its content, two empty blocks at the end. Any other program for archives opens what is written here.
 */

export const blockLength = 512

/** Longest file that eleven octal digits can name. */
export const longestFile = 8 ** 11 - 1

/** Where the parts of a header are: offset, length. */
const fields = {
  name: [0, 100],
  mode: [100, 8],
  user: [108, 8],
  group: [116, 8],
  size: [124, 12],
  modified: [136, 12],
  checksum: [148, 8],
  type: [156, 1],
  magic: [257, 6],
  version: [263, 2],
  prefix: [345, 155],
} as const

const plainFile = '0'

export interface TarHeader {
  readonly name: string
  /** A file, and neither a link nor a folder nor a device. */
  readonly plain: boolean
  /** Bytes of its content. */
  readonly size: number
}

export interface TarFile {
  readonly name: string
  readonly bytes: Uint8Array
}

/** Names are short and in ASCII; times are left out, so that the same files give the same bytes. */
export function encodeTar(files: readonly TarFile[]): Uint8Array {
  const parts = files.flatMap(({ name, bytes }) => [
    encodeHeader(name, bytes.length),
    bytes,
    new Uint8Array(padding(bytes.length)),
  ])
  return joinBytes([...parts, new Uint8Array(2 * blockLength)])
}

/** Bytes between the end of a content of this length and the next block. */
export function padding(length: number): number {
  return (blockLength - (length % blockLength)) % blockLength
}

function encodeHeader(name: string, size: number): Uint8Array {
  const block = new Uint8Array(blockLength)
  const put = ([offset]: readonly [number, number], text: string): void =>
    block.set(new TextEncoder().encode(text), offset)
  const octal = ([, length]: readonly [number, number], value: number): string =>
    `${value.toString(8).padStart(length - 1, '0')}\0`
  put(fields.name, name)
  put(fields.mode, octal(fields.mode, 0o644))
  put(fields.user, octal(fields.user, 0))
  put(fields.group, octal(fields.group, 0))
  put(fields.size, octal(fields.size, size))
  put(fields.modified, octal(fields.modified, 0))
  put(fields.type, plainFile)
  put(fields.magic, 'ustar\0')
  put(fields.version, '00')
  put(fields.checksum, `${sumOf(block).toString(8).padStart(6, '0')}\0 `)
  return block
}

/** The header in a block; undefined where it is none: its checksum doesn't fit, or a number is none. */
export function decodeHeader(block: Uint8Array): TarHeader | undefined {
  if (block.length !== blockLength) return undefined
  const text = ([offset, length]: readonly [number, number]): string => {
    const bytes = block.subarray(offset, offset + length)
    const end = bytes.indexOf(0)
    return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end))
  }
  const octal = (field: readonly [number, number]): number | undefined => {
    const digits = text(field).trim()
    return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : undefined
  }
  const size = octal(fields.size)
  if (size === undefined || octal(fields.checksum) !== sumOf(block)) return undefined
  const [prefix, name, type] = [text(fields.prefix), text(fields.name), text(fields.type)]
  return { name: prefix === '' ? name : `${prefix}/${name}`, plain: type === plainFile || type === '', size }
}

export function isEmptyBlock(block: Uint8Array): boolean {
  return block.every((byte) => byte === 0)
}

/** The sum of all bytes, those of the checksum itself taken for spaces. */
function sumOf(block: Uint8Array): number {
  const [from, length] = fields.checksum
  return block.reduce((sum, byte, i) => sum + (i >= from && i < from + length ? 0x20 : byte), 0)
}
