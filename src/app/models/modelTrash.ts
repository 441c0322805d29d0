import { randomUUID } from 'node:crypto'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Storage } from '../../engine/host'
import { failure } from '../../shared/errors'
import type { ModelFolders } from './modelFolders'

/** Milliseconds in which a deletion can be undone. */
const untilGone = 10 * 60_000

/**
 * Models that were deleted, for as long as that can be undone: a while, and not beyond the end of the app. They lie
 * inside the folder of models, so that nothing has to be copied.
 */
export interface ModelTrash {
  /** Moves a person's own model away, damaged or not; what to restore it by. Errors as `mustFindOwn`. */
  put(id: string): Promise<string>
  /** Its id, another where that was taken meanwhile. `not-found` once it is gone. */
  restore(trashId: string): Promise<string>
  /** Really deletes whatever lies there. */
  empty(): Promise<void>
  close(): void
}

export function createModelTrash(
  folders: ModelFolders,
  storage: Storage,
  log: (message: string) => void,
): ModelTrash {
  const folder = join(folders.own, '.trash')
  const timers = new Map<string, NodeJS.Timeout>()

  async function purge(trashId: string): Promise<void> {
    timers.delete(trashId)
    try {
      await rm(join(folder, trashId), { recursive: true, force: true })
    } catch (error) {
      log(`A deleted model could not be removed: ${error instanceof Error ? error.message : String(error)}`)
    }
  }

  return {
    async put(id) {
      const path = await folders.mustFindOwn(id)
      const trashId = randomUUID()
      await storage.makeFolder(join(folder, trashId))
      await storage.rename(path, join(folder, trashId, id))
      const timer = setTimeout(() => void purge(trashId), untilGone)
      timer.unref()
      timers.set(trashId, timer)
      return trashId
    },

    async restore(trashId) {
      const [id] = timers.has(trashId) ? await readdir(join(folder, trashId)) : []
      if (id === undefined) {
        throw failure('models.deleted', {}, trashId)
      }
      const free = !(await readdir(folders.own)).includes(id)
      const place = free ? undefined : await folders.reserve(id)
      const restored = place?.id ?? id
      try {
        await storage.rename(join(folder, trashId, id), join(folders.own, restored))
      } finally {
        place?.release()
      }
      clearTimeout(timers.get(trashId))
      await purge(trashId)
      return restored
    },

    async empty() {
      for (const name of await readdir(folder).catch(() => [])) await purge(name)
    },

    close() {
      for (const timer of timers.values()) clearTimeout(timer)
      timers.clear()
    },
  }
}
