import {
  appendFileSync,
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'

/** Remarks in a file, for whoever looks for a mistake: what happened when, and nothing of any picture. */
export interface FileLog {
  /** The file that is written to now. */
  readonly path: string
  write(message: string): void
  /** The newest remarks, whole lines, of about so many bytes at most. */
  tail(bytes: number): string
}

export interface FileLogBounds {
  /** Longest file in bytes; then it makes way for a new one. */
  readonly bytes: number
  /** How many older ones stay beside it. */
  readonly older: number
}

const usualBounds: FileLogBounds = { bytes: 1 << 20, older: 3 }

/** One remark may be a whole stack; what is longer is cut. */
const longestRemark = 8000

/**
 * <folder>/pixelloom.log, with older ones as pixelloom.1.log and up. Written at once, so that the last words before a
 * crash are there. A log that can't be written must stop nothing: then there is none.
 */
export function openFileLog(folder: string, bounds = usualBounds, now = () => new Date()): FileLog {
  const place = (age: number): string => join(folder, age === 0 ? 'pixelloom.log' : `pixelloom.${age}.log`)
  const path = place(0)

  function makeWay(coming: number): void {
    if (sizeOf(path) + coming <= bounds.bytes) return
    for (let age = bounds.older; age > 0; age--) quietly(() => renameSync(place(age - 1), place(age)))
  }

  return {
    path,
    write(message) {
      const line = `${now().toISOString()} ${message.slice(0, longestRemark).replaceAll('\n', '\n  ')}\n`
      quietly(() => {
        mkdirSync(folder, { recursive: true })
        makeWay(Buffer.byteLength(line))
        appendFileSync(path, line)
      })
    },
    tail(bytes) {
      let text = ''
      for (let age = 0; age <= bounds.older && text.length < bytes; age++) {
        text = endOf(place(age), bytes - text.length) + text
      }
      return text
    },
  }
}

/** The last so many bytes of a file, from the beginning of a line. */
function endOf(path: string, bytes: number): string {
  try {
    const file = openSync(path, 'r')
    try {
      const { size } = fstatSync(file)
      const length = Math.min(size, bytes)
      const end = Buffer.alloc(length)
      readSync(file, end, 0, length, size - length)
      const text = end.toString('utf8')
      return length < size ? text.slice(text.indexOf('\n') + 1) : text
    } finally {
      closeSync(file)
    }
  } catch {
    // There is none of this age.
    return ''
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}

function quietly(act: () => void): void {
  try {
    act()
  } catch {
    // A full disk or a missing older file: neither is worth more than the remark itself.
  }
}
