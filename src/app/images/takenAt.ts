import readExif from 'exif-reader'

/** Years before which nobody took a photo: what a camera whose clock was never set writes, `0000:00:00`, is read as 1899. */
const firstYear = 1900

/**
 * When a photo was taken, ms since 1970, by its Exif (DateTimeOriginal, else DateTimeDigitized, which editors call
 * CreateDate). A camera tells the time on its clock, and newer ones how far that is from UTC; without it the time is taken
 * as one of this machine. Undefined where the Exif is damaged or doesn't say.
 */
export function takenAt(exif: Uint8Array | undefined): number | undefined {
  if (!exif) return undefined
  try {
    const { Photo: tags = {} } = readExif(Buffer.from(exif.buffer, exif.byteOffset, exif.byteLength))
    return (
      timeOf(tags.DateTimeOriginal, tags.OffsetTimeOriginal, tags.SubSecTimeOriginal) ??
      timeOf(tags.DateTimeDigitized, tags.OffsetTimeDigitized, tags.SubSecTimeDigitized)
    )
  } catch {
    // No sentence for it: the photo itself is fine, and the file's date does.
    return undefined
  }
}

/** `clock`: what the camera's clock said, as if it were UTC. The others are texts, if the file is as it should be. */
function timeOf(clock: Date | undefined, offset: unknown, fraction: unknown): number | undefined {
  // The library gives null for a date that it can't read.
  if (!clock || clock.getUTCFullYear() < firstYear) return undefined
  // Photos of one burst come in their order.
  const part =
    typeof fraction === 'string' && /^\d+ *$/.test(fraction) ? Number(`0.${fraction.trim()}`) * 1000 : 0
  const fromUtc = offsetOf(offset)
  if (fromUtc !== undefined) return clock.getTime() + part - fromUtc
  const [year, month, day] = [clock.getUTCFullYear(), clock.getUTCMonth(), clock.getUTCDate()]
  const here = new Date(year, month, day, clock.getUTCHours(), clock.getUTCMinutes(), clock.getUTCSeconds())
  return here.getTime() + part
}

/** "+02:00" in ms. */
function offsetOf(text: unknown): number | undefined {
  const found = typeof text === 'string' ? /^([+-])(\d\d):(\d\d)$/.exec(text.trim()) : undefined
  if (!found) return undefined
  const minutes = Number(found[2]) * 60 + Number(found[3])
  return (found[1] === '-' ? -minutes : minutes) * 60_000
}
