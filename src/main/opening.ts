import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

/** Files that the system asked the app to open, until the page takes them. */
export interface Opening {
  add(paths: readonly string[]): void
  take(): string[]
}

/** `told`: something waits. Before there is a page nobody hears it, and then the page asks by itself. */
export function createOpening(told: () => void): Opening {
  let waiting: string[] = []
  return {
    add(paths) {
      if (paths.length === 0) return
      waiting.push(...paths)
      told()
    },
    take() {
      const taken = waiting
      waiting = []
      return taken
    },
  }
}

/**
 * The files among the words that a program was started with. Electron's own words and switches are none, nor is the
 * app's folder, which comes first while it isn't packaged.
 */
export function pathsIn(argv: readonly string[], workingFolder: string, packaged: boolean): string[] {
  return argv
    .filter((word) => word !== '' && !word.startsWith('-'))
    .slice(packaged ? 1 : 2)
    .map((word) => resolve(workingFolder, word))
    .filter((path) => existsSync(path))
}
