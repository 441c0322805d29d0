import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeError } from '../../../engine/hosts/node/fileErrors'
import type { SpawnEngine } from '../../../engine/hosts/channel'
import type { Explanation } from '../../../engine/runtimes/tensorflow/explain'
import { manifestName, type TensorflowManifest } from '../../../engine/runtimes/tensorflow/manifest'
import type { Storage } from '../../../engine/host'
import type { InstallProgress, TensorflowInstalled, TensorflowSource } from '../../../shared/tensorflow'
import { entriesOf } from '../../storage/copyFolder'
import { bindingsVersion, fetchBindings } from './bindings'
import { compileAddon } from './compile'
import { downloadLibrary } from './downloadedLibrary'
import { diskFull } from './failures'
import type { InstallContext } from './library'
import { libraryOfPython } from './pythonLibrary'
import { verifyInstalled } from './verifyInstalled'

export interface InstallRequest {
  readonly from: TensorflowSource
  /** A Python to take it from, or to fetch it by; the one on the path where left out. */
  readonly python?: string | undefined
  readonly signal: AbortSignal
  readonly progress: (progress: InstallProgress) => void
}

export interface InstallParts {
  /** <data folder>/runtimes/tensorflow. */
  readonly folder: string
  readonly spawn: SpawnEngine
  readonly storage: Pick<Storage, 'free'>
}

/** Bytes that the addon and its package take. */
const bindingsNeed = 20e6

const staging = '.installing-'

/**
 * Installs TensorFlow below a folder: gathered and built aside, tried by a training step in a process of its own, and
 * then moved into its place by its version. Where anything fails, or the signal says so, nothing is left behind; what a
 * killed process leaves goes at the next {@link removeUnfinished}.
 */
export async function installTensorflow(
  { folder, spawn, storage }: InstallParts,
  { from, python, signal, progress }: InstallRequest,
): Promise<TensorflowInstalled & { explained: Explanation }> {
  const aside = join(folder, `${staging}${process.pid}-${randomUUID()}`)
  const place = join(aside, 'version')
  try {
    await mkdir(place, { recursive: true })
    const context: InstallContext = {
      ...{ folder: place, signal, progress },
      async mustFit(bytes) {
        const free = await storage.free?.(folder)
        if (free !== undefined && free < bytes) throw diskFull(bytes, free)
      },
    }
    await context.mustFit(bindingsNeed)
    progress({ stage: 'library' })
    const found = await (from === 'download' ? downloadLibrary(context) : libraryOfPython(context, python))
    await fetchBindings(context)
    await compileAddon(context, found)
    await found.trim?.()
    const entries = await entriesOf(place)
    const manifest: TensorflowManifest = {
      format: 1,
      tensorflow: found.version,
      bindings: bindingsVersion,
      ...{ platform: process.platform, arch: process.arch, from },
      library: found.own ? 'library' : found.library,
      bytes: entries.reduce((sum, { bytes }) => sum + bytes, 0),
    }
    await writeFile(join(place, manifestName), `${JSON.stringify(manifest, undefined, 2)}\n`)
    progress({ stage: 'verifying' })
    const explained = await verifyInstalled(spawn, aside, signal)
    signal.throwIfAborted()
    await putInPlace(folder, place, found.version)
    return { version: found.version, from, bytes: manifest.bytes, explained }
  } catch (thrown) {
    throw writeError(folder, thrown)
  } finally {
    await rm(aside, { recursive: true, force: true })
  }
}

/** Another of the same version makes way; older ones go once it is there. */
async function putInPlace(folder: string, built: string, version: string): Promise<void> {
  const others = (await readdir(folder)).filter((name) => !name.startsWith('.'))
  if (others.includes(version)) await rename(join(folder, version), join(built, '..', 'replaced'))
  await rename(built, join(folder, version))
  for (const name of others) {
    if (name !== version) await rm(join(folder, name), { recursive: true, force: true })
  }
}

/** Removes what installations left that were killed; those of running processes stay. */
export async function removeUnfinished(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const pid = new RegExp(`^\\${staging}(\\d+)-`).exec(name)?.[1]
    if (pid && !runs(Number(pid))) await rm(join(folder, name), { recursive: true, force: true })
  }
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
