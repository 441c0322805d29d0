import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { takenAt } from './takenAt'

/** The Exif of a JPEG that has these tags in its Exif directory. */
async function exifWith(tags: Record<string, string>): Promise<Uint8Array> {
  const picture = sharp({ create: { width: 8, height: 8, channels: 3, background: '#3a7' } })
  const { exif } = await sharp(await picture.withExif({ IFD2: tags }).jpeg().toBuffer()).metadata()
  if (!exif) throw new Error('no Exif was written')
  return exif
}

const DateTimeOriginal = '2019:07:04 18:30:05'
const here = new Date(2019, 6, 4, 18, 30, 5).getTime()

describe('when a photo was taken', () => {
  it('is what its camera’s clock said, here where it does not say where', async () => {
    expect(takenAt(await exifWith({ DateTimeOriginal }))).toBe(here)
  })

  it('is a time anywhere where the camera says how far its clock is from UTC', async () => {
    const tags = { DateTimeOriginal, OffsetTimeOriginal: '+09:30', SubSecTimeOriginal: '25' }
    expect(takenAt(await exifWith(tags))).toBe(Date.UTC(2019, 6, 4, 9, 0, 5, 250))
    const west = { DateTimeOriginal, OffsetTimeOriginal: '-05:00' }
    expect(takenAt(await exifWith(west))).toBe(Date.UTC(2019, 6, 4, 23, 30, 5))
  })

  it('is when it was made digital where the first is not there or cannot be', async () => {
    const DateTimeDigitized = '2001:01:02 03:04:05'
    const then = new Date(2001, 0, 2, 3, 4, 5).getTime()
    expect(takenAt(await exifWith({ DateTimeDigitized }))).toBe(then)
    for (const never of ['0000:00:00 00:00:00', '    :  :     :  :  ', 'last summer']) {
      expect(takenAt(await exifWith({ DateTimeOriginal: never, DateTimeDigitized }))).toBe(then)
      expect(takenAt(await exifWith({ DateTimeOriginal: never }))).toBeUndefined()
    }
  })

  it('is not known of a photo without Exif, or with one that is cut off or something else', async () => {
    expect(takenAt(undefined)).toBeUndefined()
    expect(takenAt(new TextEncoder().encode('Exif\0\0 or not'))).toBeUndefined()
    const exif = await exifWith({ DateTimeOriginal })
    for (let length = 0; length < exif.length; length++) {
      expect([undefined, here]).toContain(takenAt(exif.subarray(0, length)))
    }
  })
})
