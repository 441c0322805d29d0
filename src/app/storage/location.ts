import { existsSync, readFileSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

/**
 * Where a person has moved the data to: location.json in the folder that this system keeps application data in, which
 * is looked at before anything else.
 */
const locationSchema = z.object({
  /** Where the data are; in the usual folder where left out. */
  folder: z.string().optional(),
  /** Where they were before and still are, until the person says that it may go. */
  old: z.string().optional(),
  /** A whole copy that takes over at the next start. */
  next: z.string().optional(),
  /** Why the last one did not. */
  failed: z.string().optional(),
})
export type Location = z.infer<typeof locationSchema>

export const locationName = 'location.json'

/** What the usual folder says; nothing where it says nothing, or nothing that can be read. */
export function readLocation(usual: string): Location {
  const path = join(usual, locationName)
  if (!existsSync(path)) return {}
  try {
    const location = locationSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')))
    return location.success ? location.data : {}
  } catch {
    // Not JSON: as if it were not there. The data themselves are untouched wherever they are.
    return {}
  }
}

/** All or nothing: a start that reads it meanwhile finds the old one or the new. */
export async function writeLocation(usual: string, location: Location): Promise<void> {
  const path = join(usual, locationName)
  await mkdir(usual, { recursive: true })
  if (JSON.stringify(location) === '{}') return rm(path, { force: true })
  const temporary = `${path}.${process.pid}.tmp`
  await writeFile(temporary, `${JSON.stringify(location, null, 2)}\n`, { flush: true })
  await rename(temporary, path)
}
