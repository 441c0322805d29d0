import sharp from 'sharp'
import type { Metadata, Sharp, SharpOptions } from 'sharp'
import type { CentreSquare, Pixels, Raster } from '../../host'
import { resize } from '../../pixels/resize'
import { uprightExif } from '../../pixels/exif'
import { openImage, pixelLimit, restrictSharp, undecodable } from './openImage'
import { metadataChunks, withChunks } from './png'
import { createPngEncoder } from './pngEncoder'

/** Image files of this machine through sharp (libvips), and through libheif what phones write. */
export function createNodePixels(): Pixels {
  restrictSharp()

  async function render(path: string, edit: (image: Sharp, metadata: Metadata) => Sharp): Promise<Raster> {
    const { metadata, pixels } = await openImage(path)
    try {
      return await toRaster(edit(await pixels(decoding(metadata)), metadata), metadata)
    } catch (thrown) {
      throw await undecodable(path, thrown)
    }
  }

  return {
    decode: (path) => render(path, (image) => image),

    async measure(path) {
      const { width, height } = (await openImage(path)).metadata.autoOrient
      return { width, height }
    },

    async decodeSquare(path, least): Promise<CentreSquare> {
      let [width, height] = [0, 0]
      const image = await render(path, (source, { autoOrient }) => {
        ;({ width, height } = autoOrient)
        const side = Math.min(width, height)
        if (side > least) return source.resize(least, least, { fit: 'cover', position: 'centre' })
        const [left, top] = [Math.floor((width - side) / 2), Math.floor((height - side) / 2)]
        return source.extract({ left, top, width: side, height: side })
      })
      return { image, width, height }
    },

    resize: (image, width, height) => Promise.resolve(resize(image, width, height)),

    async encodePng(image) {
      const { width, height, channels, data } = image
      const raw = sharp(data, { raw: { width, height, channels }, limitInputPixels: false })
      const png = raw.toColourspace(space(channels < 3, data instanceof Uint16Array))
      return withChunks(await png.png({ compressionLevel: 6 }).toBuffer(), metadataChunks(image))
    },

    pngEncoder: createPngEncoder,

    async encodeWebp({ width, height, channels, data }, packet) {
      const raw = sharp(data, { raw: { width, height, channels }, limitInputPixels: false })
      const webp = raw.webp({ lossless: true, effort: 4 })
      return new Uint8Array(await (packet === undefined ? webp : webp.withXmp(packet)).toBuffer())
    },
  }
}

/** Values are kept as the file has them, except that CMYK is converted, by its profile, to sRGB. */
function decoding(metadata: Metadata): SharpOptions {
  return {
    // The mildest setting that still refuses a truncated TIFF; harmless warnings pass.
    failOn: 'error',
    limitInputPixels: pixelLimit,
    autoOrient: true,
    ignoreIcc: metadata.space !== 'cmyk',
  }
}

function space(grey: boolean, wide: boolean): string {
  return wide ? (grey ? 'grey16' : 'rgb16') : grey ? 'b-w' : 'srgb'
}

async function toRaster(image: Sharp, metadata: Metadata): Promise<Raster> {
  const wide = metadata.depth === 'ushort'
  const grey = metadata.space === 'b-w' || metadata.space === 'grey16'
  // sharp drops the alpha of 8-bit grey on the way to 'b-w', so that goes by RGB.
  const greyAlpha = grey && !wide && metadata.hasAlpha
  const { data, info } = await image
    .toColourspace(space(grey && !greyAlpha, wide))
    .raw({ depth: wide ? 'ushort' : 'uchar' })
    .toBuffer({ resolveWithObject: true })
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  const values = wide ? new Uint16Array(bytes.slice().buffer) : bytes
  const { width, height, channels } = info
  if (channels < 1 || channels > 4) throw new Error(`${channels} channels`)
  const beside = {
    // What was CMYK is sRGB now.
    ...(metadata.icc && metadata.space !== 'cmyk' && { profile: new Uint8Array(metadata.icc) }),
    ...(metadata.exif && exifOf(metadata.exif)),
  }
  if (greyAlpha) return { width, height, channels: 2, data: pick(values, channels), ...beside }
  return { width, height, channels, data: values, ...beside }
}

function exifOf(bytes: Uint8Array): Pick<Raster, 'exif'> {
  const exif = uprightExif(bytes)
  return exif ? { exif } : {}
}

/** First and last of each pixel's channels: grey and alpha of what came as RGB + alpha. */
function pick(values: Uint8Array | Uint16Array, channels: number): Uint8Array {
  const result = new Uint8Array((values.length / channels) * 2)
  for (let from = 0, to = 0; from < values.length; from += channels, to += 2) {
    result[to] = values[from] ?? 0
    result[to + 1] = values[from + channels - 1] ?? 0
  }
  return result
}
