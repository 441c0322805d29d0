import { join } from 'node:path'
import type { Host, Storage } from '../../engine/host'
import type { AppOptions } from '../app'
import { imageCacheFolder, makeDataFolder } from '../dataFolder'
import { createEventHub, type EventHub } from '../events'
import { pruneOlderThan } from '../files/prune'
import { openFileLog, type FileLog } from '../log/fileLog'
import { openSettings, type SettingsStore } from '../settings/settingsStore'

/** Days after which a cached preview is drawn anew, and a data set's images are decoded again. */
const daysOfPreviews = 60

/** What every other service stands on: folders, the log, events and settings. */
export interface Ground {
  readonly host: Host
  readonly storage: Storage
  readonly dataFolder: string
  readonly cacheFolder: string
  /** Where decoded images are kept from one training to the next. */
  readonly imageCache: string
  /** The log's file alone; `log` writes into it and says it aloud. */
  readonly journal: FileLog
  readonly log: (message: string) => void
  readonly events: EventHub
  readonly settings: SettingsStore
}

/** Makes the data folder, clears what in it is past its time, and opens log and settings. `disk` where there is none. */
export async function layGround(options: AppOptions): Promise<Ground> {
  const { dataFolder, host, log: say = logToStderr } = options
  await makeDataFolder(dataFolder)
  const journal = openFileLog(join(dataFolder, 'logs'))
  const log = (message: string): void => {
    journal.write(message)
    say(message)
  }
  journal.write(`Pixelloom ${options.version} opens on ${process.platform} ${process.arch}.`)

  const cacheFolder = join(dataFolder, 'cache')
  const imageCache = imageCacheFolder(dataFolder)
  await pruneOlderThan(cacheFolder, daysOfPreviews, log)
  await pruneOlderThan(imageCache, daysOfPreviews, log)

  const events = createEventHub(log)
  const settings = await openSettings({
    storage: host.storage,
    dataFolder,
    changed: (settings) => events.emit({ event: 'settings.changed', payload: { settings } }),
    log,
  })
  return {
    ...{ host, storage: host.storage, dataFolder, cacheFolder, imageCache },
    ...{ journal, log, events, settings },
  }
}

function logToStderr(message: string): void {
  process.stderr.write(`${message}\n`)
}
