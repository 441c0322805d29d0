import { statfs } from 'node:fs/promises'
import { sep } from 'node:path'
import type { StoragePart } from '../../shared/contract/methods/storage'
import { entriesOf } from './copyFolder'

/** What lies where in the data folder. */
const partOf: Readonly<Record<string, StoragePart>> = {
  models: 'models',
  jobs: 'results',
  exports: 'results',
  library: 'photos',
  'library.json': 'photos',
  cache: 'cache',
}

/** How much each part of the data folder takes, in bytes, and how much is free on its disk. */
export async function measureUsage(
  dataFolder: string,
): Promise<{ parts: { part: StoragePart; bytes: number }[]; free: number }> {
  const sums: Record<StoragePart, number> = { models: 0, results: 0, photos: 0, cache: 0, other: 0 }
  for (const { path, bytes } of await entriesOf(dataFolder)) {
    sums[partOf[path.split(sep)[0] ?? ''] ?? 'other'] += bytes
  }
  const { bavail, bsize } = await statfs(dataFolder)
  const parts = Object.entries(sums).map(([part, bytes]) => ({ part: part as StoragePart, bytes }))
  return { parts, free: bavail * bsize }
}
