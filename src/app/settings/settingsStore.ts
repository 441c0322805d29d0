import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { Storage } from '../../engine/host'
import { PixelloomError } from '../../shared/errors'
import {
  changed,
  readSettings,
  usualSettings,
  type Settings,
  type SettingsChange,
} from '../../shared/settings'

/** What the person set, kept in <data folder>/settings.json. */
export interface SettingsStore {
  get(): Settings
  /** Takes effect at once; resolves when it is on disk. `disk` where it can't be kept: then nothing has changed. */
  set(change: SettingsChange): Promise<Settings>
  reset(): Promise<{ settings: Settings; before: Settings }>
}

export interface SettingsStoreParts {
  readonly storage: Storage
  readonly dataFolder: string
  readonly changed: (settings: Settings) => void
  readonly log: (message: string) => void
}

/**
 * Reads what is there. A field that can't be used has its default, and is named in the log; a file that is no JSON at
 * all is kept beside as settings.json.bad, and all is as in the beginning.
 */
export async function openSettings(parts: SettingsStoreParts): Promise<SettingsStore> {
  const { storage, dataFolder, log } = parts
  const path = join(dataFolder, 'settings.json')
  let settings = await read(storage, path, log)
  /** Writes go one after the other, so that the last one asked for is the one that stays. */
  let last: Promise<unknown> = Promise.resolve()

  function put(next: (now: Settings) => Settings): Promise<Settings> {
    const done = last.then(async () => {
      const wanted = next(settings)
      await storage.write(path, new TextEncoder().encode(`${JSON.stringify(wanted, null, 2)}\n`))
      settings = wanted
      parts.changed(settings)
      return settings
    })
    last = done.catch(() => undefined)
    return done
  }

  return {
    get: () => settings,
    set: (change) => put((now) => changed(now, change)),
    async reset() {
      let before = settings
      const now = await put((held) => {
        before = held
        return usualSettings
      })
      return { settings: now, before }
    },
  }
}

async function read(storage: Storage, path: string, log: (message: string) => void): Promise<Settings> {
  const text = await readText(storage, path)
  if (text === undefined) return usualSettings
  let held: unknown
  try {
    held = JSON.parse(text)
  } catch {
    await rename(path, `${path}.bad`)
    log(`The settings could not be read and are as in the beginning; the file is kept as ${path}.bad.`)
    return usualSettings
  }
  const { settings, damaged } = readSettings(held)
  if (damaged.length > 0) log(`Settings that could not be read have their defaults: ${damaged.join(', ')}.`)
  return settings
}

async function readText(storage: Storage, path: string): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await storage.read(path))
  } catch (error) {
    if (error instanceof PixelloomError && error.code === 'not-found') return undefined
    throw error
  }
}
