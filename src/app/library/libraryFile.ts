import { z } from 'zod'
import type { Storage } from '../../engine/host'
import { PixelloomError } from '../../shared/errors'
import { checksumOf } from '../files/hashes'
import { libraryBodySchema, type LibraryBody } from './record'

const version = 2

const headSchema = z.object({ version: z.number().int(), checksum: z.string() })

/** From the second version on the checksum is of the text itself, which ends as the file does. */
const headEnd = ',"body":\n'

/**
 * library.json: the photos as they were at some time, with a version and a checksum; what changed since is in
 * the journal beside it. A damaged one is moved aside under a name that says so, never deleted, and the library
 * starts anew; `log` is told where it lies. Undefined where there is none.
 */
export async function readLibraryFile(
  storage: Storage,
  path: string,
  log: (message: string) => void,
): Promise<LibraryBody | undefined> {
  if ((await storage.kind(path)) === 'missing') return undefined
  const text = new TextDecoder().decode(await storage.read(path))
  const result = parse(text)
  if (typeof result !== 'string') return result
  const aside = await freeName(storage, path)
  await storage.rename(path, aside)
  log(`The list of photos was damaged (${result}). It was kept as ${aside} and a new one started.`)
  return undefined
}

/** A photo a line. Throws `disk` where it can't be written. */
export async function writeLibraryFile(storage: Storage, path: string, body: LibraryBody): Promise<void> {
  const { photos, ...rest } = body
  const lines = photos.map((photo) => JSON.stringify(photo)).join(',\n')
  const text = `{"photos":[\n${lines}\n],${JSON.stringify(rest).slice(1)}`
  const head = JSON.stringify({ version, checksum: checksumOf(text) }).slice(0, -1)
  await storage.write(path, new TextEncoder().encode(`${head}${headEnd}${text}}\n`))
}

/** The body, or why it can't be read. Throws for a file of a later version, which is not damaged. */
function parse(text: string): LibraryBody | string {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return 'it is not JSON'
  }
  const head = headSchema.safeParse(json)
  if (!head.success) return 'it lacks its version or checksum'
  if (head.data.version > version) {
    throw new PixelloomError(
      'unsupported',
      'The library was written by a newer Pixelloom. Update this one, or choose another data folder.',
    )
  }
  const content = (json as { body?: unknown }).body
  const from = text.indexOf(headEnd)
  const checked =
    head.data.version === 1
      ? JSON.stringify(content ?? null)
      : text.slice(from + headEnd.length, text.lastIndexOf('}'))
  if (checksumOf(checked) !== head.data.checksum) return 'its checksum does not fit'
  const body = libraryBodySchema.safeParse(content)
  return body.success ? body.data : 'its entries are not photos'
}

/** `library.json` -> `library.damaged-1.json`, or the first number that is free. */
export async function freeName(storage: Storage, path: string): Promise<string> {
  for (let number = 1; ; number++) {
    const name = path.replace(/(\.jsonl?)$/, `.damaged-${number}$1`)
    if ((await storage.kind(name)) === 'missing') return name
  }
}
