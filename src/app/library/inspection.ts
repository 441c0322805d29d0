import { stat } from 'node:fs/promises'
import { mapConcurrently } from '../../engine/data/concurrent'
import type { PictureWork } from '../images/pictureWork'
import type { PhotoRecord } from './record'

/** Files looked at at a time. */
const lookers = 8

/** Photos between two breaths, in which the thread does what else there is. */
const slice = 500

/** The record as its file is now; the same object where nothing changed. */
export async function inspect(
  record: PhotoRecord,
  path: string,
  pictures: Pick<PictureWork, 'measure'>,
): Promise<PhotoRecord> {
  try {
    const found = await stat(path)
    if (!found.isFile()) return asMissing(record)
    const isSame = found.size === record.bytes && found.mtimeMs === record.modified
    // Earlier versions did not ask when photos were taken.
    if (isSame && record.taken !== undefined) return asThere(record)
    const { file: _file, ...measured } = await pictures.measure(path)
    return { ...asThere(record), ...measured }
  } catch {
    // Gone, or no longer an image: the list says so, and the person can put it back.
    return asMissing(record)
  }
}

/** Looks after every file, gently; `changed` hears of those that are not what they were. */
export async function inspectAll(
  records: readonly PhotoRecord[],
  pathOf: (record: PhotoRecord) => string,
  pictures: Pick<PictureWork, 'measure'>,
  changed: (before: PhotoRecord, now: PhotoRecord) => void,
  signal: AbortSignal,
): Promise<void> {
  for (let from = 0; from < records.length && !signal.aborted; from += slice) {
    const some = records.slice(from, from + slice)
    await mapConcurrently(some, lookers, async (record) => {
      const now = await inspect(record, pathOf(record), pictures)
      if (now !== record) changed(record, now)
    })
    await new Promise((resolve) => setImmediate(resolve))
  }
}

function asMissing(record: PhotoRecord): PhotoRecord {
  return record.missing ? record : { ...record, missing: true }
}

function asThere(record: PhotoRecord): PhotoRecord {
  if (!record.missing) return record
  const { missing: _missing, ...rest } = record
  return rest
}
