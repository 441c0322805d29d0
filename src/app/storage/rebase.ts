import { readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join, sep } from 'node:path'

/** Folders with lists of their own, a folder each; their files name others by their whole paths. */
const listed = ['jobs', 'exports']

/**
 * Says in the lists of a data folder that was moved where their files are now: the list of jobs, and what each job was
 * asked for. A list that can't be read stays as it is, for whoever opens it to say so.
 */
export async function rebase(folder: string, from: string): Promise<void> {
  const lists = await jsonIn(folder)
  for (const kind of listed) {
    for (const name of await namesIn(join(folder, kind)))
      lists.push(...(await jsonIn(join(folder, kind, name))))
  }
  for (const list of lists) await rewrite(list, from, folder)
}

async function jsonIn(folder: string): Promise<string[]> {
  const names = await namesIn(folder)
  return names.filter((name) => name.endsWith('.json')).map((name) => join(folder, name))
}

async function namesIn(folder: string): Promise<string[]> {
  // Not there, or a file.
  return readdir(folder).catch(() => [])
}

async function rewrite(path: string, from: string, to: string): Promise<void> {
  const text = await readFile(path, 'utf8')
  let held: unknown
  try {
    held = JSON.parse(text)
  } catch {
    return
  }
  const moved = JSON.stringify(rebased(held, from, to))
  if (moved === JSON.stringify(held)) return
  await writeFile(`${path}.tmp`, moved, { flush: true })
  await rename(`${path}.tmp`, path)
}

function rebased(value: unknown, from: string, to: string): unknown {
  if (typeof value === 'string') {
    return value === from || value.startsWith(from + sep) ? to + value.slice(from.length) : value
  }
  if (Array.isArray(value)) return value.map((item) => rebased(item, from, to))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, rebased(item, from, to)]))
}
