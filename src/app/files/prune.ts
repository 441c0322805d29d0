import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Removes what lies directly in a folder and was last written more than `days` ago. It only ever looks at
 * folders that the app fills itself (cached pictures, results of earlier runs). What can't be removed is
 * logged and stays.
 */
export async function pruneOlderThan(
  folder: string,
  days: number,
  log: (message: string) => void,
  now = Date.now(),
): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names) {
    const path = join(folder, name)
    try {
      const { mtimeMs } = await stat(path)
      if (now - mtimeMs > days * 24 * 60 * 60 * 1000) await rm(path, { recursive: true, force: true })
    } catch (error) {
      log(`Could not tidy up ${path}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
}
