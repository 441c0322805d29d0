import { readdir, readFile } from 'node:fs/promises'
import { join, parse } from 'node:path'
import { z } from 'zod'
import type { PictureWork } from '../images/pictureWork'
import type { Collection } from './collection'
import type { Change } from './record'

/**
 * What brings the library in line with the sample photos that came with this version: new ones come in, but for
 * those the person took out, and those that no longer come with it go. `order.json` beside them names those that are to be
 * seen first; the others follow by name.
 */
export async function reconcileSamples(
  collection: Collection,
  folder: string,
  pictures: Pick<PictureWork, 'measure'>,
  log: (message: string) => void,
): Promise<Change[]> {
  const names = (await readdir(folder).catch(() => []))
    .filter((name) => /\.(png|jpe?g|webp)$/i.test(name))
    .sort()
  const first = await namedFirst(join(folder, 'order.json'), log)
  const rank = (name: string): number => (first.includes(name) ? first.indexOf(name) : first.length)
  names.sort((a, b) => rank(a) - rank(b))
  const changes: Change[] = []
  for (const { id, source, file } of collection.all()) {
    if (source !== 'sample') break
    if (!names.includes(file)) changes.push({ remove: id })
  }
  for (const name of names) {
    if (collection.ofFile('sample', name) || collection.removedSamples.has(name)) continue
    try {
      const { file: _file, ...measured } = await pictures.measure(join(folder, name))
      const id = `sample-${parse(name).name.replace(/[^\w-]/g, '-')}`
      changes.push({ set: { id, name, source: 'sample', file: name, ...measured, addedAt: Date.now() } })
    } catch (error) {
      log(`The sample photo ${name} can't be used: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return changes
}

async function namedFirst(path: string, log: (message: string) => void): Promise<string[]> {
  const text = await readFile(path, 'utf8').catch(() => '[]')
  try {
    return z.array(z.string()).parse(JSON.parse(text))
  } catch {
    log(`${path} can't be used: it is no list of names.`)
    return []
  }
}
