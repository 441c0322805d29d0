export type ImageFormat = 'PNG' | 'JPEG' | 'WebP' | 'GIF' | 'AVIF' | 'HEIC' | 'TIFF'

/** How many bytes from the start of a file `imageFormat` looks at. */
export const signatureLength = 32

/** The kind of image that a file's first bytes announce, whatever its name; undefined for anything else. */
export function imageFormat(head: Uint8Array): ImageFormat | undefined {
  const text = String.fromCharCode(...head.subarray(0, signatureLength))
  if (text.startsWith('\x89PNG')) return 'PNG'
  if (text.startsWith('\xff\xd8\xff')) return 'JPEG'
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') return 'WebP'
  if (text.startsWith('GIF8')) return 'GIF'
  // TIFF in either byte order, and BigTIFF.
  if (/^(II[*+]\0|MM\0[*+])/.test(text)) return 'TIFF'
  if (text.slice(4, 8) === 'ftyp') {
    const brands = text.slice(8)
    if (/avi[fs]/.test(brands)) return 'AVIF'
    if (/hei[cxms]|hev[cxms]|mif1/.test(brands)) return 'HEIC'
  }
  return undefined
}

/** Whether a file's name is one of an image: PNG, JPEG, WebP, GIF, AVIF, HEIC or TIFF. */
export function hasImageName(name: string): boolean {
  return /\.(png|jpe?g|jfif|webp|gif|avif|hei[cf]|hif|tiff?)$/i.test(name)
}
