import { extname } from 'node:path'

/** Content types of the image files that leave the app, by extension. */
const contentTypes: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.jpe': 'image/jpeg',
  '.jfif': 'image/jpeg',
  '.webp': 'image/webp',
  '.gif': 'image/gif',
  '.avif': 'image/avif',
}

/** Content type by a decoder's name of a format (sharp's), for formats that a browser can show. */
const byFormat: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  gif: 'image/gif',
  avif: 'image/avif',
}

export function contentTypeOfFile(path: string): string | undefined {
  return contentTypes[extname(path).toLowerCase()]
}

export function contentTypeOfFormat(format: string): string | undefined {
  return byFormat[format]
}
