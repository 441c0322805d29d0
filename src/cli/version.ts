import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The version that the package around a file (given by its URL) states; "unknown" where there is none. */
export function packageVersion(url: string): string {
  for (let folder = dirname(fileURLToPath(url)); ; folder = dirname(folder)) {
    const version = stated(join(folder, 'package.json'))
    if (version) return version
    if (dirname(folder) === folder) return 'unknown'
  }
}

function stated(path: string): string | undefined {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
  const document: unknown = JSON.parse(text)
  if (typeof document !== 'object' || document === null) return undefined
  if (!('name' in document) || document.name !== 'pixelloom' || !('version' in document)) return undefined
  return typeof document.version === 'string' ? document.version : undefined
}
