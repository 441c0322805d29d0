import sharp from 'sharp'

/**
 * As a camera writes it: a picture that was taken upright lies on its side in the file, which says so.
 * @param {Buffer} pixels upright, three bytes each
 * @param {import('./pictures.mjs').Picture} picture
 * @returns {Promise<Buffer>}
 */
export function jpegOf(pixels, { width, height, quality, upright }) {
  const image = sharp(pixels, { raw: { width, height, channels: 3 } })
  const held = upright ? image.rotate(270).withMetadata({ orientation: 6 }) : image
  return held.jpeg({ quality, mozjpeg: true }).toBuffer()
}

/** @type {(pixels: Buffer, width: number, height: number, channels: 1 | 3) => Promise<Buffer>} */
export function pngOf(pixels, width, height, channels) {
  const image = sharp(pixels, { raw: { width, height, channels } })
  return (channels === 1 ? image.toColourspace('b-w') : image).png({ compressionLevel: 9 }).toBuffer()
}
