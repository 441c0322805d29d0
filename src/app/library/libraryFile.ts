import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Storage } from '../../engine/host'
import { PixelloomError } from '../../shared/errors'
import { libraryBodySchema, type LibraryBody } from './record'

const version = 1

const fileSchema = z.object({ version: z.number().int(), checksum: z.string(), body: z.unknown() })

/**
 * library.json: the list of photos with a version and a checksum. A damaged one is moved aside under a
 * name that says so, never deleted, and the library starts anew; `log` is told where it lies.
 */
export async function readLibraryFile(
  storage: Storage,
  path: string,
  log: (message: string) => void,
): Promise<LibraryBody> {
  if ((await storage.kind(path)) === 'missing') return { photos: [], removedSamples: [] }
  const text = new TextDecoder().decode(await storage.read(path))
  const result = parse(text)
  if (typeof result !== 'string') return result
  const aside = await freeName(storage, path)
  await storage.rename(path, aside)
  log(`The list of photos was damaged (${result}). It was kept as ${aside} and a new one started.`)
  return { photos: [], removedSamples: [] }
}

/** Throws `disk` where it can't be written. */
export async function writeLibraryFile(storage: Storage, path: string, body: LibraryBody): Promise<void> {
  const text = JSON.stringify({ version, checksum: checksum(body), body }, undefined, 2)
  await storage.write(path, new TextEncoder().encode(`${text}\n`))
}

/** The body, or why it can't be read. Throws for a file of a later version, which is not damaged. */
function parse(text: string): LibraryBody | string {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return 'it is not JSON'
  }
  const file = fileSchema.safeParse(json)
  if (!file.success) return 'it lacks its version or checksum'
  if (file.data.version > version) {
    throw new PixelloomError(
      'unsupported',
      'The library was written by a newer Pixelloom. Update this one, or choose another data folder.',
    )
  }
  if (checksum(file.data.body) !== file.data.checksum) return 'its checksum does not fit'
  const body = libraryBodySchema.safeParse(file.data.body)
  return body.success ? body.data : 'its entries are not photos'
}

function checksum(body: unknown): string {
  return `sha256:${createHash('sha256').update(JSON.stringify(body)).digest('hex')}`
}

async function freeName(storage: Storage, path: string): Promise<string> {
  for (let number = 1; ; number++) {
    const name = path.replace(/\.json$/, `.damaged-${number}.json`)
    if ((await storage.kind(name)) === 'missing') return name
  }
}
