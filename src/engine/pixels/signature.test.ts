import { describe, expect, it } from 'vitest'
import { hasImageName, imageFormat } from './signature'

const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))

describe('image signatures', () => {
  it.each([
    ['\x89PNG\r\n\x1a\n', 'PNG'],
    ['\xff\xd8\xff\xe0', 'JPEG'],
    ['RIFF\x10\0\0\0WEBPVP8L', 'WebP'],
    ['GIF89a', 'GIF'],
    ['II*\0', 'TIFF'],
    ['MM\0*', 'TIFF'],
    ['\0\0\0\x20ftypavif\0\0\0\0avifmif1', 'AVIF'],
    ['\0\0\0\x18ftypmif1\0\0\0\0mif1avif', 'AVIF'],
    ['\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'HEIC'],
    ['<svg xmlns="http://www.w3.org/2000/svg">', undefined],
    ['RIFF\x10\0\0\0WAVEfmt ', undefined],
    ['', undefined],
  ])('reads %j as %s', (text, format) => {
    expect(imageFormat(bytes(text))).toBe(format)
  })

  it('knows the names of images', () => {
    const names = [
      'a.png',
      'B.JPG',
      'c.jpeg',
      'd.webp',
      'e.GIF',
      'f.avif',
      'g.tif',
      'h.tiff',
      'i.jfif',
      'j.HEIC',
      'k.heif',
    ]
    expect(names.filter(hasImageName)).toEqual(names)
    expect(['a.svg', 'png', 'a.png.txt', 'b.bmp', 'c.heix'].filter(hasImageName)).toEqual([])
  })
})
