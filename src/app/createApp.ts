import { join } from 'node:path'
import type { Reply } from '../shared/contract/api'
import type { MethodName, MethodOutput } from '../shared/contract/methods'
import { toErrorValue } from '../shared/errors'
import type { CreateApp } from './app'
import { imageCacheFolder, makeDataFolder } from './dataFolder'
import { createEventHub } from './events'
import { pruneOlderThan } from './files/prune'
import { createAppHandlers } from './handlers/appHandlers'
import { createDialogHandlers } from './handlers/dialogHandlers'
import { createDispatcher } from './handlers/dispatcher'
import { createJobHandlers } from './handlers/jobHandlers'
import { createLibraryHandlers } from './handlers/libraryHandlers'
import { createMaskHandlers } from './handlers/maskHandlers'
import { createModelHandlers } from './handlers/modelHandlers'
import { createResultHandlers } from './handlers/resultHandlers'
import { createReportHandlers } from './handlers/reportHandlers'
import { createSettingsHandlers } from './handlers/settingsHandlers'
import { createStorageHandlers } from './handlers/storageHandlers'
import { createTensorflowHandlers } from './handlers/tensorflowHandlers'
import { createTrainingHandlers } from './handlers/trainingHandlers'
import { createPictureWork } from './images/pictureWork'
import { createImageResolver } from './images/resolveImage'
import { createJobQueue } from './jobs/jobQueue'
import { readQueueFile } from './jobs/queueFile'
import { restored } from './jobs/restore'
import { openLibrary } from './library/library'
import { createPreviews } from './library/previews'
import { openFileLog } from './log/fileLog'
import { openMaskStore } from './masks/maskStore'
import { createModelServices } from './models/modelServices'
import { createModelStore } from './models/modelStore'
import { createSurprises } from './results/surprise'
import { openSettings } from './settings/settingsStore'
import { withPreferences } from './settings/withPreferences'
import { createThrottle } from './throttle'
import { createTrainingSheets } from './training/sheets'

/**
 * Days that results of completions outlive the run of the app that made them: long enough to fetch one that
 * nobody saved from <data folder>/jobs, short enough not to fill a disk.
 */
const daysOfResults = 7
const day = 24 * 60 * 60 * 1000

/** Days after which a cached preview is drawn anew, and a data set's images are decoded again. */
const daysOfPreviews = 60

/** Milliseconds between two tellings that the models changed. */
const modelsSpacing = 1000

/** Puts the services together and hands out what transports need. `disk` where there is no data folder. */
export const createApp: CreateApp = async (options) => {
  const { dataFolder, resources, engine, host, shell, log: say = logToStderr } = options
  const pictures = options.pictures ?? createPictureWork()
  await makeDataFolder(dataFolder)
  const journal = openFileLog(join(dataFolder, 'logs'))
  const log = (message: string): void => {
    journal.write(message)
    say(message)
  }
  journal.write(`Pixelloom ${options.version} opens on ${process.platform} ${process.arch}.`)
  const [jobsFolder, cacheFolder] = [join(dataFolder, 'jobs'), join(dataFolder, 'cache')]
  await pruneOlderThan(jobsFolder, daysOfResults, log)
  await pruneOlderThan(cacheFolder, daysOfPreviews, log)
  await pruneOlderThan(imageCacheFolder(dataFolder), daysOfPreviews, log)

  const events = createEventHub(log)
  const settings = await openSettings({
    storage: host.storage,
    dataFolder,
    changed: (settings) => events.emit({ event: 'settings.changed', payload: { settings } }),
    log,
  })
  const previews = createPreviews(cacheFolder, pictures)
  const models = createModelStore({ dataFolder, resources, storage: host.storage, log })
  const library = await openLibrary({
    host,
    dataFolder,
    samplesFolder: join(resources, 'samples'),
    previews,
    pictures,
    changed: (delta) => events.emit({ event: 'library.changed', payload: delta }),
    foldersChanged: (folders) => events.emit({ event: 'library.folders', payload: { folders } }),
    log,
  })
  const masks = openMaskStore({ storage: host.storage, folder: join(dataFolder, 'masks'), log })
  // Beside the start, which it must not hold up; a mask too many harms nobody.
  void options.tensorflow
    .tidy()
    .catch((error: unknown) => log(`Could not tidy up TensorFlow: ${toErrorValue(error).message}`))
  const tidied = library
    .list()
    .then((photos) => masks.prune(photos.map(({ id }) => id)))
    .catch((error: unknown) => log(`Could not tidy up masks: ${toErrorValue(error).message}`))
  const preferring = withPreferences(engine, () => settings.get())
  const sheets = createTrainingSheets(models, host.storage)
  const queuePath = join(dataFolder, 'queue.json')
  const jobs = createJobQueue({
    engine: preferring,
    storage: host.storage,
    folder: jobsFolder,
    file: queuePath,
    earlier: restored(await readQueueFile(host.storage, queuePath, log), Date.now() - daysOfResults * day),
    events,
    log,
  })
  const modelServices = await createModelServices({
    ...{ models, cacheFolder, events, log },
    engine: preferring,
    storage: host.storage,
    jobs: () => jobs.list(),
  })
  const surprises = createSurprises({
    ...{ jobs, library, models, storage: host.storage, engine: preferring },
    folder: join(cacheFolder, 'surprise'),
  })
  const modelsChanged = createThrottle(modelsSpacing, () =>
    events.emit({ event: 'models.changed', payload: {} }),
  )
  const tensorflow = createTensorflowHandlers({ tensorflow: options.tensorflow, events })
  const dispatch = createDispatcher(
    {
      ...createAppHandlers(options),
      ...createLibraryHandlers({ library, shell, events, storage: host.storage, jobsFolder }),
      ...createMaskHandlers({ masks, library, storage: host.storage, pictures, shell, cacheFolder }),
      ...createModelHandlers({
        ...{ models, shell, events },
        services: modelServices,
        storage: host.storage,
        jobs: () => jobs.list(),
      }),
      ...createJobHandlers({
        jobs,
        library,
        models,
        storage: host.storage,
        shell,
        exports: join(dataFolder, 'exports'),
        imageCache: imageCacheFolder(dataFolder),
        modelsChanged: () => modelsChanged.call(),
      }),
      ...createTrainingHandlers({ models, host, dataFolder, sheets }),
      ...createResultHandlers({
        ...{ jobs, library, models, storage: host.storage, shell, surprises },
        engine: preferring,
        settings: () => settings.get(),
      }),
      ...createDialogHandlers(shell),
      ...createSettingsHandlers(settings),
      ...tensorflow.handlers,
      ...createStorageHandlers({
        ...{ dataFolder, jobs, events, shell },
        usualFolder: options.usualFolder,
        restart: options.restart,
      }),
      ...createReportHandlers({
        ...{ options, settings, journal, library, models, jobs },
        storage: host.storage,
      }),
    },
    log,
  )
  events.subscribe((event) => {
    if (event.event !== 'job.changed' || event.payload.job.state !== 'failed') return
    const { kind, error } = event.payload.job
    journal.write(`${kind} failed: ${error?.code}: ${error?.message}`)
  })
  const resolve = createImageResolver({ library, previews, jobs, sheets, cacheFolder, models: modelServices })

  return {
    dispatch,
    // The dispatcher has checked the output against the schema that this type comes from.
    invoke: async <M extends MethodName>(method: M, input: unknown) =>
      (await dispatch(method, input)) as Reply<MethodOutput<M>>,
    subscribe: (listener) => events.subscribe(listener),
    async resolveImage(address) {
      try {
        return { ok: true, value: await resolve(address) }
      } catch (error) {
        return { ok: false, error: toErrorValue(error) }
      }
    },
    log,
    async close() {
      await tensorflow.close()
      await tidied
      await modelServices.close()
      await jobs.close()
      await engine.close()
      await surprises.close()
      await library.close()
      await options.pictures?.close()
      modelsChanged.close()
    },
  }
}

function logToStderr(message: string): void {
  process.stderr.write(`${message}\n`)
}
