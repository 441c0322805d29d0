import { joinBytes } from '../../../shared/bytes'
import { promisify } from 'node:util'
import { constants, deflateRaw } from 'node:zlib'
import type { Raster, Rows } from '../../host'
import { adler32, filterRows, joinedAdler32, pngSamples } from '../../pixels/pngRows'
import { metadataChunks, pngChunk } from './png'

const deflated = promisify(deflateRaw)

/** About as many bytes are compressed as one band: enough that each costs little on its own. */
const bandBytes = 2 ** 20

/** Bands on the way at once: those being compressed, on threads of their own, and the next. */
const mostWaiting = 3

/** Photos hardly get smaller by more effort. */
const effort = 3

const colourTypes = [0, 0, 4, 2, 6] as const

/** A compressed part of an image. */
interface Band {
  /** An IDAT chunk. */
  readonly chunk: Uint8Array
  /** Checksum and length of what was compressed. */
  readonly adler: number
  readonly length: number
}

/**
 * PNGs of images that are alike but for some rows. Each is cut into bands of rows that are compressed apart, which a
 * zlib stream allows at the ends of bytes (full flush), so that a band that no varying row lies in is compressed once
 * for all of them. The same image gives the same bytes, whichever came before.
 */
export function createPngEncoder(varying: readonly Rows[]): (image: Raster) => Promise<Uint8Array> {
  const kept = new Map<number, Band>()
  return async (image) => {
    const { width, height, channels, data } = image
    const isWide = data instanceof Uint16Array
    const stride = width * channels
    const rows = Math.max(1, Math.floor(bandBytes / (isWide ? 2 * stride : stride)))
    const bands: Promise<Band>[] = []
    for (let from = 0; from < height; from += rows) {
      const end = Math.min(height, from + rows)
      const known = kept.get(from)
      if (known) {
        bands.push(Promise.resolve(known))
        continue
      }
      const samples = pngSamples(data.subarray(from * stride, end * stride))
      const pixelBytes = channels * (isWide ? 2 : 1)
      const band = compress(filterRows(samples, width * pixelBytes, pixelBytes), from === 0)
      const isShared = !varying.some((one) => one.from < end && one.to > from)
      bands.push(
        band.then((done) => {
          if (isShared) kept.set(from, done)
          return done
        }),
      )
      await bands[bands.length - mostWaiting]
    }
    const done = await Promise.all(bands)
    const adler = done.reduce((sum, band) => joinedAdler32(sum, band.adler, band.length), 1)
    return joinBytes([
      signature,
      pngChunk('IHDR', header(width, height, isWide ? 16 : 8, colourTypes[channels])),
      ...metadataChunks(image),
      ...done.map((band) => band.chunk),
      pngChunk('IDAT', ending(adler)),
      pngChunk('IEND', new Uint8Array()),
    ])
  }
}

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)

/** Deflate with a window of 32 kB, no dictionary. */
const zlibHeader = Uint8Array.of(0x78, 0x5e)

async function compress(filtered: Uint8Array, isFirst: boolean): Promise<Band> {
  const body = await deflated(filtered, { level: effort, finishFlush: constants.Z_FULL_FLUSH })
  const bytes = isFirst ? Buffer.concat([zlibHeader, body]) : body
  return { chunk: pngChunk('IDAT', bytes), adler: adler32(filtered), length: filtered.length }
}

/** An empty last block, and the checksum of all. */
function ending(adler: number): Uint8Array {
  const bytes = Buffer.from([0x03, 0x00, 0, 0, 0, 0])
  bytes.writeUInt32BE(adler, 2)
  return bytes
}

function header(width: number, height: number, depth: number, colourType: number): Uint8Array {
  const bytes = Buffer.alloc(13)
  bytes.writeUInt32BE(width, 0)
  bytes.writeUInt32BE(height, 4)
  bytes.set([depth, colourType], 8)
  return bytes
}
