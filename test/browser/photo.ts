import sharp from 'sharp'

/** A photo of smooth colours that repeat nowhere, so that any byte that was touched shows. */
export async function colourfulPhoto(width: number, height: number): Promise<Buffer> {
  const data = Buffer.alloc(width * height * 3)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = 3 * (y * width + x)
      data[at] = Math.round((255 * x) / width)
      data[at + 1] = Math.round((255 * y) / height)
      data[at + 2] = (x * 7 + y * 13) % 256
    }
  }
  return sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer()
}

/** The same as a camera on its side writes it: a JPEG to be turned, of a wide colour space, that says where it was taken. */
export async function fromCamera(upright: Buffer): Promise<Buffer> {
  return sharp(upright)
    .rotate(270)
    .withIccProfile('p3')
    .withExif({
      IFD0: { Make: 'Woodcut', Model: 'Camera obscura', Orientation: '6' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '48/1 12/1 0/1' },
    })
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
    .toBuffer()
}
