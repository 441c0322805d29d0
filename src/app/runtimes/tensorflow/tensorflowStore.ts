import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { newestInstalled } from '../../../engine/runtimes/tensorflow/installed'
import type { Explanation } from '../../../engine/runtimes/tensorflow/explain'
import { folderVariable } from '../../../engine/runtimes/tensorflow/manifest'
import { failure } from '../../../shared/errors'
import type { TensorflowInstalled } from '../../../shared/tensorflow'
import { installTensorflow, type InstallParts, type InstallRequest, removeUnfinished } from './install'
import { verifyInstalled } from './verifyInstalled'

/** Where TensorFlow is installed, a folder for each version. */
export function tensorflowFolder(dataFolder: string): string {
  return join(dataFolder, 'runtimes', 'tensorflow')
}

/** What every engine process over a data folder is told. */
export function engineEnvironment(dataFolder: string): Record<string, string> {
  // Named from outside, it may lie elsewhere: several data folders can share one.
  const folder = process.env[folderVariable] || tensorflowFolder(dataFolder)
  return { [folderVariable]: folder }
}

/** The TensorFlow of a data folder: whether it is there, and how it comes and goes. */
export interface TensorflowStore {
  installed(): TensorflowInstalled | undefined
  /** Trains a step with what is installed and tells what it says about cards. Throws why it can't. */
  explain(): Promise<Explanation>
  /** One at a time: `unsupported` while another runs. What it needs and throws, `installTensorflow` says. */
  install(request: InstallRequest): ReturnType<typeof installTensorflow>
  /** Moves it away; what to restore it by. `not-found` where nothing is installed. */
  remove(): Promise<string>
  /** `not-found` once it is gone for good, which it is at the next start. */
  restore(trashId: string): Promise<void>
  /** Removes what was deleted, and what installations left that were killed. */
  tidy(): Promise<void>
}

export function createTensorflowStore({
  dataFolder,
  spawn,
  storage,
}: Omit<InstallParts, 'folder'> & { readonly dataFolder: string }): TensorflowStore {
  const folder = tensorflowFolder(dataFolder)
  const trash = join(folder, '.trash')
  let installing = false

  function installed(): TensorflowInstalled | undefined {
    const manifest = newestInstalled(folder)?.manifest
    return manifest && { version: manifest.tensorflow, from: manifest.from, bytes: manifest.bytes }
  }

  return {
    installed,

    explain: () => verifyInstalled(spawn, folder, new AbortController().signal),

    async install(request) {
      if (installing) throw failure('tensorflow.already', {})
      installing = true
      try {
        await removeUnfinished(folder)
        return await installTensorflow({ folder, spawn, storage }, request)
      } finally {
        installing = false
      }
    },

    async remove() {
      const found = newestInstalled(folder)
      if (!found) throw failure('tensorflow.notInstalled', {})
      const trashId = randomUUID()
      await mkdir(join(trash, trashId), { recursive: true })
      await rename(found.folder, join(trash, trashId, basename(found.folder)))
      return trashId
    },

    async restore(trashId) {
      const names: string[] = await readdir(trash).catch(() => [])
      const [name] = names.includes(trashId) ? await readdir(join(trash, trashId)) : []
      if (name === undefined) {
        throw failure('tensorflow.deleted', {})
      }
      if (newestInstalled(folder)) {
        throw failure('tensorflow.replaced', {})
      }
      await rename(join(trash, trashId, name), join(folder, name))
      await rm(join(trash, trashId), { recursive: true })
    },

    async tidy() {
      await rm(trash, { recursive: true, force: true })
      await removeUnfinished(folder)
    },
  }
}
