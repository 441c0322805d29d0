import { join, resolve } from 'node:path'
import { openAutoEngine, openMeasure } from '../app/runtimes/auto/open'
import { createTensorflowStore, engineEnvironment } from '../app/runtimes/tensorflow/tensorflowStore'
import { resolveDataFolder } from '../app/dataFolder'
import { createModelStore } from '../app/models/modelStore'
import { createNodeStorage } from '../engine/hosts/node/storage'
import { readModelDocument } from '../engine/storage/modelFolder'
import { findResources } from '../app/resources'
import { browserShell } from '../app/shell'
import type { Engine } from '../engine/hosts/channel'
import { forkEngine } from '../engine/hosts/node/fork'
import { lendCards } from '../engine/hosts/lendCards'
import { askRuntime, askRuntimes } from '../engine/hosts/runtimes'
import type { RuntimeReport } from '../shared/runtimes'
import type { OpenServices } from './services'

/** Where the built program lies. */
export interface Program {
  /** Folder of the built entries: out/main. */
  readonly folder: string
  /** URL of this entry, to find resources from. */
  readonly url: string
  readonly version: string
}

/**
 * Services over this machine. What a command doesn't use is neither loaded nor started: tfjs and sharp cost
 * a second that `--help` and `models` need not pay.
 */
export function nodeServices({ folder, url, version }: Program): OpenServices {
  return ({ dataFolder: chosen, cwd }) => {
    const dataFolder = resolveDataFolder({ override: chosen && resolve(cwd, chosen) })
    const resources = findResources(url)
    const models = createModelStore({ dataFolder, resources })
    let started: Engine | undefined
    const spawn = forkEngine(join(folder, 'engine.js'), engineEnvironment(dataFolder))
    const storage = createNodeStorage()
    const tensorflow = createTensorflowStore({ dataFolder, spawn, storage })
    const engine = (): Engine =>
      (started ??= openAutoEngine({ spawn, storage, dataFolder, tensorflow, version }))
    const runtimes = (): Promise<RuntimeReport[]> => askRuntimes(spawn)

    return {
      version,
      dataFolder,
      get engine() {
        return engine()
      },
      modelFolder: (model) => models.resolve(model, cwd),
      trainedOn: async (model) => (await readModelDocument({ storage }, model)).training?.data,
      listModels: () => models.list(),
      importModel: (path) => models.import(path),
      exportModel: (model, out) => models.export(model, out, cwd),
      runtimes,
      measure: (runtime, request, { seconds, signal }) =>
        openMeasure(spawn, seconds)(runtime, request, signal),
      tensorflow,
      async serve({ port, onAddress }) {
        const [
          { createApp },
          { startServer },
          { createBrowserCards },
          { createNodeHost },
          { startPictureThreads },
        ] = await Promise.all([
          import('../app/createApp'),
          import('../app/serve/server'),
          import('../app/cards/browserCards'),
          import('../engine/hosts/node/host'),
          import('../app/images/startPictureThreads'),
        ])
        const cards = createBrowserCards()
        const lent = lendCards(spawn, cards.find)
        const app = await createApp({
          dataFolder,
          resources,
          engine: openAutoEngine({ spawn: lent, storage, dataFolder, tensorflow, version }),
          host: createNodeHost(),
          shell: browserShell,
          pictures: startPictureThreads(folder),
          version,
          reportRuntimes: runtimes,
          tensorflow,
          browserCard: { isOffered: () => cards.isOffered(), report: () => askRuntime(lent, 'webgpu') },
        })
        const server = await startServer({
          app,
          port,
          rendererFolder: join(folder, '..', 'renderer'),
          onNewAddress: onAddress,
          cards,
        })
        return {
          address: server.address,
          port: server.port,
          async close() {
            await server.close()
            await app.close()
          },
        }
      },
      close: async () => started?.close(),
    }
  }
}
