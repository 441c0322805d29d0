import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { PixelloomError } from '../../src/shared/errors'
import type { ImageSet } from '../../src/engine/data/imageSet'

/** A folder to make files in, gone at the end of the test (`using`). */
export class TemporaryFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'pixelloom-data-'))

  at(...names: string[]): string {
    return join(this.path, ...names)
  }

  /** Writes a file, making its folder. */
  put(name: string, bytes: Uint8Array | string): string {
    mkdirSync(dirname(this.at(name)), { recursive: true })
    writeFileSync(this.at(name), bytes)
    return this.at(name)
  }

  remove(): void {
    rmSync(this.path, { recursive: true })
  }
}

/** One image of a set, [height, width, channels]. */
export function imageAt(set: ImageSet, index: number): Promise<Uint8Array> {
  return set.read(Uint32Array.of(index))
}

/** The PixelloomError that a piece of work ends with; anything else fails the test. */
export async function refusal(work: Promise<unknown>): Promise<PixelloomError> {
  const thrown: unknown = await work.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!(thrown instanceof PixelloomError)) throw new Error(`Not refused as expected: ${String(thrown)}`)
  return thrown
}

export type Format = 'png' | 'jpeg' | 'webp' | 'gif' | 'avif' | 'tiff'

/** An image file of one colour. */
export async function plainImage(
  width: number,
  height: number,
  colour: [number, number, number],
  format: Format = 'png',
): Promise<Buffer> {
  const [r, g, b] = colour
  const image = sharp({ create: { width, height, channels: 3, background: { r, g, b } } })
  return image.toFormat(format).toBuffer()
}

/** An image file whose every pixel differs from its neighbours: one that a cut is sure to hurt. */
export async function noisyImage(side: number, format: Format): Promise<Buffer> {
  const length = side * side * 3
  const data = Uint8Array.from({ length }, (_, i) => (i * i * 31 + (i >> 3)) % 256)
  return sharp(data, { raw: { width: side, height: side, channels: 3 } })
    .toFormat(format)
    .toBuffer()
}

/** A PNG of a few bytes that claims to have this size. */
export function bomb(width: number, height: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const data = deflateSync(Buffer.alloc(1000))
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

/** Runs something as a user without any rights, where this process is root; otherwise as it is. */
export async function withoutRights<T>(work: () => Promise<T>): Promise<T> {
  const isRoot = process.geteuid?.() === 0
  if (!isRoot) return work()
  process.seteuid?.(65534)
  try {
    return await work()
  } finally {
    process.seteuid?.(0)
  }
}
