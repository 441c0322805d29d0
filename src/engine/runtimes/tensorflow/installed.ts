import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { folderVariable, manifestName, tensorflowManifestSchema, type TensorflowManifest } from './manifest'

/** An installed version: a folder that is whole, since it was moved into place only then. */
export interface InstalledTensorflow {
  readonly folder: string
  readonly manifest: TensorflowManifest
}

/** The newest version below a folder; undefined where there is none. What begins with a dot is none. */
export function newestInstalled(folder: string): InstalledTensorflow | undefined {
  const names = listed(folder)
    .filter((name) => !name.startsWith('.'))
    .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
  for (const name of names) {
    const manifest = readManifest(join(folder, name))
    if (manifest) return { folder: join(folder, name), manifest }
  }
  return undefined
}

/** What this process may load, from where its owner said; looked for anew, since it may come and go. */
export function installedHere(): InstalledTensorflow | undefined {
  const folder = process.env[folderVariable]
  return folder ? newestInstalled(folder) : undefined
}

function readManifest(folder: string): TensorflowManifest | undefined {
  try {
    return tensorflowManifestSchema.parse(JSON.parse(readFileSync(join(folder, manifestName), 'utf8')))
  } catch {
    return undefined
  }
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
