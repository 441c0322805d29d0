import { createHash } from 'node:crypto'
import type { Storage } from '../../engine/host'
import { freeName } from './libraryFile'
import { changeSchema, type Change } from './record'

/** Lines written at a time: long enough to spare the disk, short enough to lose little in a crash. */
const gathering = 50

/** A change a line, behind eight digits that tell whether the line is whole. */
export function lineOf(change: Change): string {
  const text = JSON.stringify(change)
  return `${digits(text)} ${text}`
}

/** The changes of a journal's text, oldest first, and how many lines can't be read. */
export function parseJournal(text: string): { changes: Change[]; damaged: number } {
  const changes: Change[] = []
  let damaged = 0
  for (const line of text.split('\n')) {
    if (line === '') continue
    const change = parseLine(line)
    if (change) changes.push(change)
    else damaged++
  }
  return { changes, damaged }
}

/** What was noted at a path; nothing where there is nothing. A journal with damaged lines is kept as a copy. */
export async function readJournal(
  storage: Storage,
  path: string,
  log: (message: string) => void,
): Promise<Change[]> {
  if ((await storage.kind(path)) === 'missing') return []
  const bytes = await storage.read(path)
  const { changes, damaged } = parseJournal(new TextDecoder().decode(bytes))
  if (damaged > 0) {
    const aside = await freeName(storage, path)
    await storage.write(aside, bytes)
    log(`${damaged} changes of the library can't be read and are left out. A copy was kept as ${aside}.`)
  }
  return changes
}

/**
 * Notes changes at the end of a file, those of a moment together. Adding to the end is what two apps on one
 * data folder can both do without losing what the other noted.
 */
export class Journal {
  #waiting: string[] = []
  /** The write that takes what is noted now. */
  #next: Promise<void> | undefined
  #last: Promise<void> = Promise.resolve()

  constructor(
    private readonly storage: Storage,
    private readonly path: string,
  ) {}

  /** Resolves when they are written; `disk` where they can't be. */
  note(changes: readonly Change[]): Promise<void> {
    if (changes.length === 0) return Promise.resolve()
    for (const change of changes) this.#waiting.push(lineOf(change))
    if (!this.#next) this.#last = this.#next = this.#writeAfter(this.#last)
    return this.#next
  }

  /** Whatever was noted before is written, or could not be. */
  async settled(): Promise<void> {
    await Promise.allSettled([this.#last])
  }

  async #writeAfter(previous: Promise<void>): Promise<void> {
    await Promise.allSettled([previous])
    await new Promise((resolve) => setTimeout(resolve, gathering))
    const lines = this.#waiting
    this.#waiting = []
    this.#next = undefined
    // A line of another app that was cut off must not spoil the next one: an empty line does no harm.
    await this.storage.append(this.path, `\n${lines.join('\n')}\n`)
  }
}

function parseLine(line: string): Change | undefined {
  const text = line.slice(9)
  if (line.slice(0, 8) !== digits(text)) return undefined
  try {
    return changeSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

function digits(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8)
}
