import { join } from 'node:path'
import type { Engine } from '../../engine/hosts/channel'
import type { Storage } from '../../engine/host'
import type { ModelSummary } from '../../shared/contract/entities'
import { modelArchiveEnding } from '../../shared/commands'
import { PixelloomError } from '../../shared/errors'
import { isFinal, type JobSnapshot } from '../../shared/jobs'
import type { ImageFile } from '../app'
import type { EventHub } from '../events'
import { realPathInside } from '../files/inside'
import { pruneOlderThan } from '../files/prune'
import { modelKey } from './modelKey'
import type { ModelStore } from './modelStore'
import { slug } from './slug'
import { createStrips, type Strips } from './strips'
import { createVerifications } from './verifications'

/** A packed model waits this many days in the cache for a browser to fetch it. */
const daysOfArchives = 1

/** What the app keeps about models besides the models themselves. */
export interface ModelServices {
  readonly strips: Strips
  /** With what is known of when it was last verified. */
  describe(model: ModelSummary): Promise<ModelSummary>
  /** Packs a model for a browser to fetch: an address and a file name. */
  download(model: ModelSummary): Promise<{ address: string; name: string }>
  /** The files behind addresses `strips/<key>/<name>` and `archives/<key>/<name>`. `not-found`, `forbidden`. */
  file(kind: 'strips' | 'archives', key: string, name: string): Promise<ImageFile>
  close(): Promise<void>
}

export async function createModelServices(parts: {
  models: ModelStore
  engine: Engine
  storage: Storage
  cacheFolder: string
  events: EventHub
  jobs: () => readonly JobSnapshot[]
  log: (message: string) => void
}): Promise<ModelServices> {
  const { models, engine, storage, cacheFolder, events, jobs, log } = parts
  const archives = join(cacheFolder, 'archives')
  await pruneOlderThan(archives, daysOfArchives, log)
  // What can't be tidied away is no reason not to open.
  await models.tidy().catch((error: unknown) => log(`Could not tidy up the models: ${String(error)}`))
  const verifications = createVerifications(storage, join(cacheFolder, 'verified'))
  const strips = createStrips({
    ...{ engine, storage, cacheFolder, log },
    idle: () => jobs().every(({ state }) => isFinal(state)),
    drawn: (modelId, pictures) => events.emit({ event: 'models.samples', payload: { modelId, pictures } }),
  })

  /** What was found is kept for the weights that were looked at: not for those that were written meanwhile. */
  async function keepVerification({ modelId, result, createdAt }: JobSnapshot): Promise<void> {
    if (modelId === undefined || result?.kind !== 'verify') return
    const model = await models.find(modelId)
    if (Math.floor(model.updatedAt) > createdAt) return
    const { passed, checks } = result
    await verifications.keep(model, { at: Date.now(), passed, checks })
    events.emit({ event: 'models.changed', payload: {} })
  }

  const unsubscribe = events.subscribe((event) => {
    if (event.event !== 'job.changed') return
    const { job } = event.payload
    strips.jobsChanged()
    if (job.kind !== 'verify' || job.state !== 'done') return
    keepVerification(job).catch((error: unknown) =>
      log(`What was found of a model is not kept: ${error instanceof Error ? error.message : String(error)}`),
    )
  })

  return {
    strips,
    describe: async (model) => ({ ...model, verified: await verifications.of(model) }),

    async download(model) {
      const key = modelKey(model)
      await storage.makeFolder(archives)
      // Anew each time: name and description change without the key.
      await storage.write(join(archives, key), await models.pack(model.id))
      const name = `${slug(model.name)}${modelArchiveEnding}`
      return { address: `archives/${key}/model`, name }
    },

    async file(kind, key, name) {
      if (kind === 'strips') {
        const path = await realPathInside([cacheFolder], strips.file(key, name))
        return { path, contentType: 'image/png' }
      }
      if (!/^[0-9a-f]{32}$/.test(key)) throw new PixelloomError('not-found', 'There is no such file.', key)
      const path = await realPathInside([archives], join(archives, key))
      return { path, contentType: 'application/octet-stream' }
    },

    async close() {
      unsubscribe()
      models.trash.close()
      await strips.close()
    },
  }
}
