import { dirname, join, parse } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Storage } from '../../engine/host'
import { PixelloomError } from '../../shared/errors'
import type { RuntimeReport } from '../../shared/runtimes'
import type { AppOptions } from '../app'
import type { JobQueue } from '../jobs/jobQueue'
import type { Library } from '../library/library'
import type { FileLog } from '../log/fileLog'
import type { ModelStore } from '../models/modelStore'
import { anonymous } from '../report/anonymous'
import { readLicences } from '../report/licences'
import { problemReport } from '../report/problemReport'
import type { SettingsStore } from '../settings/settingsStore'
import type { HandlersOf } from './types'

export interface ReportHandlerParts {
  readonly options: Pick<AppOptions, 'dataFolder' | 'resources' | 'shell' | 'version' | 'reportRuntimes'>
  readonly settings: SettingsStore
  readonly journal: FileLog
  readonly library: Library
  readonly models: ModelStore
  readonly jobs: JobQueue
  readonly storage: Storage
}

/** How much of the log goes into a report. */
const logBytes = 64_000

export function createReportHandlers(parts: ReportHandlerParts): HandlersOf<'report'> {
  const { options, settings, journal, library, models, jobs, storage } = parts
  const { dataFolder, resources, shell, version } = options

  /** A report must come about also where the engine doesn't. */
  async function runtimes(): Promise<RuntimeReport[] | undefined> {
    try {
      return await options.reportRuntimes()
    } catch {
      return undefined
    }
  }

  async function text(): Promise<string> {
    const photos = await library.list()
    const listed = await models.list()
    // Samples have names that say nothing of anybody.
    const photoNames = photos
      .filter(({ source }) => source !== 'sample')
      .flatMap(({ name }) => [name, parse(name).name])
    const places = { dataFolder, appFolder: dirname(dirname(fileURLToPath(import.meta.url))) }
    const report = problemReport({
      version,
      shell: shell.kind,
      settings: settings.get(),
      runtimes: await runtimes(),
      photos: photos.length,
      models: listed.models.map(({ bundled, parameters, configuration }) => {
        return { bundled, parameters, architecture: configuration.architecture, size: configuration.size }
      }),
      jobs: jobs.list(),
      log: anonymous(journal.tail(logBytes), { photoNames, ...places }),
    })
    return anonymous(report, { photoNames: [], ...places })
  }

  return {
    async 'report.preview'() {
      const day = new Date().toISOString().slice(0, 10)
      return { name: `pixelloom-problem-${day}.txt`, text: await text() }
    },

    async 'report.save'({ name, text }) {
      if (shell.kind === 'browser') return { how: 'download' }
      const path = await shell.chooseSavePath(name)
      if (path === null) return { how: 'cancelled' }
      await storage.write(path, new TextEncoder().encode(text))
      return { how: 'saved', path }
    },

    'report.showLog'() {
      if (shell.kind === 'browser') {
        throw new PixelloomError('unsupported', `The log is ${journal.path}.`, journal.path)
      }
      shell.showInFolder(journal.path)
      return {}
    },

    async 'report.licences'() {
      return { packages: await readLicences(storage, join(resources, 'licences.json')) }
    },
  }
}
