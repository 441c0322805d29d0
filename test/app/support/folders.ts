import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { onTestFinished } from 'vitest'

/** A folder that is gone when the test is over. */
export async function temporaryFolder(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'pixelloom-app-')))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** Writes an image of one colour in the format of the path's extension. */
export async function writeImage(path: string, width = 8, height = 6, orientation?: number): Promise<string> {
  const picture = sharp({ create: { width, height, channels: 3, background: '#3a7' } })
  await (orientation ? picture.withMetadata({ orientation }) : picture).toFile(path)
  return path
}

/** A JPEG as a camera writes it that took it at this time of its clock, `2019:07:04 18:30:05`. */
export async function jpegTaken(at: string): Promise<Uint8Array<ArrayBuffer>> {
  const picture = sharp({ create: { width: 8, height: 6, channels: 3, background: '#3a7' } })
  return new Uint8Array(
    await picture
      .withExif({ IFD2: { DateTimeOriginal: at } })
      .jpeg()
      .toBuffer(),
  )
}

export async function pngBytes(width = 8, height = 6, background = '#3a7'): Promise<Uint8Array<ArrayBuffer>> {
  const picture = sharp({ create: { width, height, channels: 3, background } })
  return new Uint8Array(await picture.png().toBuffer())
}
