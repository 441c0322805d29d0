import { existsSync } from 'node:fs'
import { access, constants, mkdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { isAbsolute, join, posix, resolve, win32 } from 'node:path'
import { PixelloomError } from '../shared/errors'
import { readLocation } from './storage/location'

export interface DataFolderQuery {
  /** `--data-folder`; wins over everything. */
  readonly override?: string | undefined
  readonly environment?: Readonly<Record<string, string | undefined>>
  readonly platform?: NodeJS.Platform
  readonly home?: string
}

/** Where the data are, and who said so. */
export interface DataPlace {
  readonly folder: string
  /** The folder of this system for it, where a person has moved them from; absent where one was named instead. */
  readonly usual?: string
}

/**
 * Where models, photos and results live: an explicit path, else PIXELLOOM_DATA, else where the person has moved them
 * to, else the place that this system keeps application data in. Absolute; nothing is made yet.
 */
export function findData(query: DataFolderQuery = {}): DataPlace {
  const { override, environment = process.env } = query
  const chosen = override || environment['PIXELLOOM_DATA']
  if (chosen) return { folder: resolve(chosen) }
  const usual = usualFolder(query)
  return { folder: readLocation(usual).folder ?? usual, usual }
}

/** The same as a path alone. `not-found` where the data were moved to a place that isn't there, as a disk may be. */
export function resolveDataFolder(query: DataFolderQuery = {}): string {
  const place = findData(query)
  if (!isGone(place)) return place.folder
  throw new PixelloomError(
    'not-found',
    `The data were moved to ${place.folder}, which isn't there. Connect its disk, or name another folder with --data-folder.`,
    place.folder,
  )
}

function usualFolder(query: DataFolderQuery): string {
  const { environment = process.env, platform = process.platform, home = homedir() } = query
  if (platform === 'win32') {
    return win32.join(environment['APPDATA'] || win32.join(home, 'AppData', 'Roaming'), 'Pixelloom')
  }
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support', 'Pixelloom')
  const shared = environment['XDG_DATA_HOME']
  // The XDG specification says that a relative path there is to be ignored.
  const base = shared && isAbsolute(shared) ? shared : posix.join(home, '.local', 'share')
  return posix.join(base, 'pixelloom')
}

/** Has the folder gone that the data were moved to, as a disk that isn't connected? A new one must not take its place. */
export function isGone({ folder, usual }: DataPlace): boolean {
  return usual !== undefined && folder !== usual && !existsSync(folder)
}

/** Where the engine keeps decoded images from one job to the next; it may be removed at any time. */
export function imageCacheFolder(dataFolder: string): string {
  return join(dataFolder, 'cache', 'images')
}

/** Makes the folder where it is missing. `disk` where it can't be made or written to. */
export async function makeDataFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true })
    await access(path, constants.W_OK | constants.X_OK)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new PixelloomError(
      'disk',
      `The data folder ${path} can't be made or written to (${reason}). Choose another with --data-folder or PIXELLOOM_DATA.`,
      path,
      { cause: error },
    )
  }
}
