import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { StorageUsage } from '../../shared/contract/methods/storage'
import { failure, PixelloomError } from '../../shared/errors'
import { isFinal } from '../../shared/jobs'
import type { EventHub } from '../events'
import type { JobQueue } from '../jobs/jobQueue'
import type { Shell } from '../shell'
import { locationName, readLocation, writeLocation } from '../storage/location'
import { copyData } from '../storage/moveData'
import { measureUsage } from '../storage/usage'
import { createThrottle } from '../throttle'
import type { HandlersOf } from './types'

export interface StorageHandlerParts {
  readonly dataFolder: string
  /** The folder that this system keeps application data in, where the app may move them from. */
  readonly usualFolder: string | undefined
  readonly restart: (() => void) | undefined
  readonly jobs: JobQueue
  readonly events: EventHub
  readonly shell: Shell
}

/** Milliseconds between two tellings of how far a copy is. */
const spacing = 200

export function createStorageHandlers(parts: StorageHandlerParts): HandlersOf<'storage'> {
  const { dataFolder, usualFolder, jobs, events, shell } = parts
  let moving: AbortController | undefined

  async function usage(): Promise<StorageUsage> {
    const measured = { folder: dataFolder, ...(await measureUsage(dataFolder)) }
    if (usualFolder === undefined) return { ...measured, place: 'fixed' }
    const { next, old, failed } = readLocation(usualFolder)
    return { ...measured, place: dataFolder === usualFolder ? 'usual' : 'moved', next, old, failed }
  }

  function movable(): string {
    if (usualFolder !== undefined) return usualFolder
    throw failure('app.folderGiven', {})
  }

  function mustRest(otherwise: 'app.moveWhenIdle' | 'app.clearWhenIdle'): void {
    if (jobs.list().every(({ state }) => isFinal(state))) return
    throw failure(otherwise, {})
  }

  async function move(path: string): Promise<void> {
    const usual = movable()
    if (moving) throw failure('app.moving', {})
    mustRest('app.moveWhenIdle')
    const controller = new AbortController()
    moving = controller
    let [done, total] = [0, 0]
    const told = createThrottle(spacing, () =>
      events.emit({ event: 'storage.moving', payload: { done, total } }),
    )
    try {
      await copyData(path, {
        ...{ usual, dataFolder, signal: controller.signal },
        progress(now, all) {
          ;[done, total] = [now, all]
          told.call()
        },
      })
    } finally {
      moving = undefined
      told.close()
    }
  }

  /** Only what has its like in the new folder: whatever else lies there is none of ours. */
  async function trashOld(old: string): Promise<void> {
    if (shell.kind !== 'window') throw new PixelloomError('unsupported', 'A browser has no trash.')
    const ours = new Set(await readdir(dataFolder))
    for (const name of await readdir(old)) {
      if (name !== locationName && ours.has(name)) await shell.trash(join(old, name))
    }
  }

  return {
    'storage.usage': () => usage(),

    async 'storage.clearCache'() {
      mustRest('app.clearWhenIdle')
      const cache = join(dataFolder, 'cache')
      for (const name of await readdir(cache).catch(() => [])) {
        await rm(join(cache, name), { recursive: true, force: true })
      }
      return usage()
    },

    async 'storage.move'({ path }) {
      await move(path)
      return usage()
    },

    async 'storage.cancelMove'() {
      const usual = movable()
      if (moving) moving.abort()
      else await writeLocation(usual, { ...readLocation(usual), next: undefined, failed: undefined })
      return usage()
    },

    async 'storage.leaveOld'({ trash }) {
      const usual = movable()
      const { old, ...location } = readLocation(usual)
      if (old !== undefined && trash) await trashOld(old)
      await writeLocation(usual, location)
      return usage()
    },

    'storage.restart'() {
      if (!parts.restart)
        throw new PixelloomError('unsupported', 'Stop Pixelloom in its terminal and start it again.')
      parts.restart()
      return {}
    },
  }
}
