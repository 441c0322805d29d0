import sharp from 'sharp'

/** @type {(pixels: Buffer, picture: import('./pictures.mjs').Picture) => Promise<Buffer>} */
export function jpegOf(pixels, { width, height, quality }) {
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality, mozjpeg: true })
    .toBuffer()
}

/** @type {(pixels: Buffer, width: number, height: number, channels: 1 | 3) => Promise<Buffer>} */
export function pngOf(pixels, width, height, channels) {
  const image = sharp(pixels, { raw: { width, height, channels } })
  return (channels === 1 ? image.toColourspace('b-w') : image).png({ compressionLevel: 9 }).toBuffer()
}
