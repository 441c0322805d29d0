import { readdir } from 'node:fs/promises'
import { join, parse } from 'node:path'
import type { LibraryBody, PhotoRecord } from './record'

type Measure = (path: string) => Promise<Pick<PhotoRecord, 'width' | 'height' | 'bytes' | 'modified'>>

/**
 * Puts the sample photos that came with this version at the head of the library, but for those the person
 * took out, and drops those that no longer come with it. True where something changed.
 */
export async function reconcileSamples(
  body: LibraryBody,
  folder: string,
  measure: Measure,
  log: (message: string) => void,
): Promise<boolean> {
  const names = (await readdir(folder).catch(() => []))
    .filter((name) => /\.(png|jpe?g|webp)$/i.test(name))
    .sort()
  const isGone = (photo: PhotoRecord): boolean => photo.source === 'sample' && !names.includes(photo.file)
  const gone = body.photos.some(isGone)
  body.photos = body.photos.filter((photo) => !isGone(photo))

  const fresh: PhotoRecord[] = []
  for (const name of names) {
    const known = body.photos.some((photo) => photo.source === 'sample' && photo.file === name)
    if (known || body.removedSamples.includes(name)) continue
    try {
      const measured = await measure(join(folder, name))
      const id = `sample-${parse(name).name.replace(/[^\w-]/g, '-')}`
      fresh.push({ id, name, source: 'sample', file: name, ...measured, addedAt: Date.now() })
    } catch (error) {
      log(`The sample photo ${name} can't be used: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  const samples = body.photos.filter(({ source }) => source === 'sample').length
  body.photos.splice(samples, 0, ...fresh)
  return gone || fresh.length > 0
}
