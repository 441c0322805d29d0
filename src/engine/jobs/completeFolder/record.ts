import { z } from 'zod'
import { completionChoices, waySchema } from '../../../shared/completion'
import { mapConcurrently } from '../../data/concurrent'
import type { Storage } from '../../host'

/** All that an image's completions follow from: the same choices draw the same ones. */
const choicesSchema = z.object({
  /** Path of the image from its folder, with slashes on every system. */
  image: z.string(),
  /** What was filled: a mask's path, a rectangle, a half. */
  mask: z.string(),
  /** Which model: half a SHA-256 of what it computes, in hexadecimal (codec/modelHash.ts). */
  model: z.string(),
  /** Of this image: what completes it alone just so. */
  seed: z.number(),
  temperature: z.number(),
  topP: z.number(),
  ...completionChoices,
})
export type RecordedChoices = z.infer<typeof choicesSchema>

const lineSchema = choicesSchema.extend({
  /** Path from the folder of the completions, with slashes. */
  file: z.string().refine(isPlain),
  /** Which of the image's completions, from 0. */
  variant: z.number(),
  way: waySchema.optional(),
  nats: z.number(),
  rank: z.number(),
})

/** A finished completion, as `completions.jsonl` has it. */
export type RecordLine = z.infer<typeof lineSchema>

/** Whether a completion was drawn by these choices. */
export function drawnBy(line: RecordLine, choices: RecordedChoices): boolean {
  return JSON.stringify(choicesSchema.parse(line)) === JSON.stringify(choicesSchema.parse(choices))
}

const recordName = 'completions.jsonl'
/** Files that are looked at together. */
const together = 16

/**
 * `completions.jsonl`: one line for each completion in a folder. A line is written before its file appears, and one
 * whose file is missing counts for nothing: so a run that is killed loses no line of a file that is there.
 */
export class CompletionRecord {
  /** By image. */
  readonly #lines = new Map<string, readonly RecordLine[]>()
  readonly #path: string

  private constructor(
    private readonly storage: Storage,
    folder: string,
  ) {
    this.#path = storage.join(folder, recordName)
  }

  /** Takes up the record of a folder, or begins one, and drops what it says of files that are not there. */
  static async open(storage: Storage, folder: string): Promise<CompletionRecord> {
    const record = new CompletionRecord(storage, folder)
    if ((await storage.kind(record.#path)) !== 'missing') {
      const lines = new TextDecoder()
        .decode(await storage.read(record.#path))
        .split('\n')
        .flatMap(parsed)
      const kinds = await mapConcurrently(lines, together, ({ file }) =>
        storage.kind(storage.join(folder, file)),
      )
      // Of two lines for one file the later one is true.
      const byFile = new Map(lines.filter((_, i) => kinds[i] === 'file').map((line) => [line.file, line]))
      for (const line of byFile.values()) record.#lines.set(line.image, [...record.linesOf(line.image), line])
    }
    await record.rewrite()
    return record
  }

  /** What is recorded of an image's completions, however many and however they were drawn. */
  linesOf(image: string): readonly RecordLine[] {
    return this.#lines.get(image) ?? []
  }

  /** Records an image's completions in the place of all that it had. */
  async replace(image: string, lines: readonly RecordLine[]): Promise<void> {
    const had = this.#lines.has(image)
    this.#lines.set(image, lines)
    if (had) await this.rewrite()
    else await this.storage.append(this.#path, lines.map(inJson).join(''))
  }

  /** Writes it anew, by image and variant: it looks the same however often a run was broken off. */
  async rewrite(): Promise<void> {
    const lines = [...this.#lines.values()]
      .flat()
      .sort((a, b) => (a.image < b.image ? -1 : a.image > b.image ? 1 : a.variant - b.variant))
    await this.storage.write(this.#path, new TextEncoder().encode(lines.map(inJson).join('')))
  }
}

function inJson(line: RecordLine): string {
  const { file, ...others } = lineSchema.parse(line)
  return `${JSON.stringify({ file, ...others })}\n`
}

/** The line that a text holds; none where it is cut or of another kind. */
function parsed(text: string): RecordLine[] {
  try {
    const { data } = lineSchema.safeParse(JSON.parse(text))
    return data ? [data] : []
  } catch {
    return []
  }
}

/** Whether a path leads to no other place than into the folder: what a record names may be removed. */
function isPlain(file: string): boolean {
  return !/^[\\/]|^[a-z]:|(^|[\\/])\.\.([\\/]|$)/i.test(file)
}
