import { joinBytes } from '../../../shared/bytes'
import { z } from 'zod'
import { becauseSchema } from '../../../shared/errors'
import { checksum } from '../../storage/checksum'
import { DecodedTable, type Columns } from './decodedTable'

const headerSchema = z.object({
  format: z.literal('pixelloom-images'),
  version: z.literal(1),
  /** Name of the file of pixels beside this one. */
  pixels: z.string().regex(/^[0-9a-f]+\.[0-9a-f-]+\.pixels$/),
  /** Bytes of an image. */
  stride: z.number().int().positive(),
  count: z.number().int().positive(),
  units: z.number().int().nonnegative(),
  /** Whether every image of three channels is grey. */
  grey: z.boolean(),
  /** Files that are no usable images; `lasting` where they can't become one unless they change. */
  bad: z.array(
    z.object({
      key: z.string(),
      size: z.number(),
      modified: z.number(),
      reason: z.string(),
      because: becauseSchema,
      lasting: z.boolean(),
    }),
  ),
})

/** What is known of a cache of decoded images: all but the pixels themselves. */
export interface CacheIndex extends Omit<
  z.infer<typeof headerSchema>,
  'format' | 'version' | 'units' | 'count'
> {
  readonly table: DecodedTable
}

const sections = ['sizes', 'times', 'widths', 'heights', 'marks', 'ends', 'units'] as const
type Section = Exclude<Columns[(typeof sections)[number]], number>

/** A line of JSON, the columns of the table one after the other (little-endian), a checksum of all that. */
export async function encodeIndex({ table, ...rest }: CacheIndex): Promise<Uint8Array> {
  const columns = table.columns()
  const header = { format: 'pixelloom-images', version: 1, ...rest, count: table.count }
  const text = `${JSON.stringify({ ...header, units: columns.units.length })}\n`
  const body = joinBytes([new TextEncoder().encode(text), ...sections.map((name) => bytesOf(columns[name]))])
  return joinBytes([body, new TextEncoder().encode(await checksum(body))])
}

const checksumLength = 'sha256:'.length + 64

/** The reverse; undefined where it is damaged, of another version or no such file. */
export async function decodeIndex(file: Uint8Array): Promise<CacheIndex | undefined> {
  const body = file.subarray(0, Math.max(0, file.length - checksumLength))
  const stated = new TextDecoder().decode(file.subarray(body.length))
  if (stated !== (await checksum(body))) return undefined
  const lineEnd = body.indexOf(10)
  const header = headerSchema.safeParse(parse(new TextDecoder().decode(body.subarray(0, lineEnd))))
  if (!header.success) return undefined
  const { count, units, pixels, stride, grey, bad } = header.data
  let from = lineEnd + 1
  const next = (bytes: number): ArrayBuffer => {
    from += bytes
    return body.slice(from - bytes, from).buffer
  }
  const columns = {
    count,
    sizes: new Float64Array(next(8 * count)),
    times: new Float64Array(next(8 * count)),
    widths: new Uint32Array(next(4 * count)),
    heights: new Uint32Array(next(4 * count)),
    marks: new Uint32Array(next(4 * count)),
    ends: new Uint32Array(next(4 * count)),
    units: new Uint16Array(next(2 * units)),
  }
  return { pixels, stride, grey, bad, table: DecodedTable.from(columns) }
}

function bytesOf({ buffer, byteOffset, byteLength }: Section): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength)
}

/** Undefined, which is no header, for text that is not JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
