import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * The folder with bundled models and sample photos. In a checkout and in an npm install it lies beside
 * `out`; in a packaged app electron-builder puts it among the app's own resources, outside the archive.
 *
 * `from`: the URL of the built entry, out/main/*.js. `packaged`: Electron's `process.resourcesPath`.
 */
export function findResources(from: string, packaged?: string): string {
  if (packaged) {
    const beside = join(packaged, 'resources')
    if (existsSync(beside)) return beside
  }
  let folder = dirname(fileURLToPath(from))
  for (;;) {
    const candidate = join(folder, 'resources')
    // `models` or `samples` tell our own folder from any other of that name.
    if (existsSync(join(candidate, 'models')) || existsSync(join(candidate, 'samples'))) return candidate
    const parent = dirname(folder)
    // Nothing bundled is no reason to fail: the app starts with empty lists.
    if (parent === folder) return join(dirname(fileURLToPath(from)), '..', '..', 'resources')
    folder = parent
  }
}
