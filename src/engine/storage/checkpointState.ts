import { z } from 'zod'
import { failure, type PixelloomError } from '../../shared/errors'
import { checksum } from './checksum'

/** Version of a checkpoint's `state.json` that this program writes. */
const stateVersion = 1

const stateSchema = z.looseObject({
  version: z.number().int().positive(),
  step: z.number().int().nonnegative(),
  /** Of the text of all the other keys, in their order, as JSON without spaces. */
  checksum: z.string(),
})

/** The trainer's own keys beside `version`, `step` and `checksum`, as the bytes of `state.json`. */
export async function encodeState(
  step: number,
  state: Readonly<Record<string, unknown>>,
): Promise<Uint8Array> {
  const content = { ...state, version: stateVersion, step }
  const stated = { ...content, checksum: await checksumOf(content) }
  return new TextEncoder().encode(`${JSON.stringify(stated, undefined, 2)}\n`)
}

/** The reverse. `model-damaged` where it is no such file or its checksum differs, `unsupported` if newer. */
export async function decodeState(
  bytes: Uint8Array,
  subject: string,
): Promise<{ step: number; state: Record<string, unknown> }> {
  const damaged = (detail: string): PixelloomError =>
    failure('models.state', { path: subject, detail }, subject)
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    throw damaged('it is not JSON')
  }
  const parsed = stateSchema.safeParse(value)
  if (!parsed.success) throw damaged('a version, a step or a checksum is missing')
  if (parsed.data.version > stateVersion) {
    throw failure('models.newerState', { path: subject }, subject)
  }
  // The parsed value itself: a schema may put its keys into another order.
  const { checksum: stated, ...content } = value as Record<string, unknown>
  if (stated !== (await checksumOf(content))) throw damaged("its contents don't match its checksum")
  const { version: _version, step: _step, ...state } = content
  return { step: parsed.data.step, state }
}

function checksumOf(content: Readonly<Record<string, unknown>>): Promise<string> {
  return checksum(new TextEncoder().encode(JSON.stringify(content)))
}
