import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Engine, RunningJob } from '../../engine/hosts/channel'
import type { Storage } from '../../engine/host'
import type { ModelSummary } from '../../shared/contract/entities'
import { PixelloomError } from '../../shared/errors'
import { modelKey } from './modelKey'

/** Pictures that a model draws for its card. */
const picturesOfStrip = 8

/** Nobody waits for it: the machine stays free for what somebody does beside it. */
const threads = 1

/** Milliseconds without a job before one is begun that nobody asked for. */
const idleFor = 1500

export interface StripsOptions {
  readonly engine: Engine
  readonly storage: Storage
  readonly cacheFolder: string
  /** Whether nothing runs or waits that a person asked for. */
  readonly idle: () => boolean
  readonly drawn: (modelId: string, pictures: string[]) => void
  readonly log: (message: string) => void
}

/**
 * What models draw, for their cards: drawn once for the same weights, when nobody waits for anything else, and kept in the
 * cache. A drawing gives way to any job, and goes on later where it stopped.
 */
export interface Strips {
  /** Their addresses; empty where they are yet to be drawn. */
  of(model: ModelSummary): Promise<string[]>
  /** The file behind the last parts of an address. `not-found`. */
  file(key: string, name: string): string
  /** A job began or ended. */
  jobsChanged(): void
  close(): Promise<void>
}

interface Wanted {
  readonly modelId: string
  readonly path: string
}

export function createStrips(options: StripsOptions): Strips {
  const { engine, storage, cacheFolder, idle, drawn, log } = options
  const wanted = new Map<string, Wanted>()
  const failed = new Set<string>()
  let running: RunningJob | undefined
  let working: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined
  let closed = false

  const folderOf = (key: string): string => join(cacheFolder, `samples-${key}`)

  function plan(): void {
    clearTimeout(timer)
    if (closed || wanted.size === 0) return
    timer = setTimeout(begin, idleFor)
    timer.unref()
  }

  function begin(): void {
    const [next] = wanted
    if (!next || working || closed || !idle()) return
    const [key, model] = next
    working = draw(key, model)
      .catch((error: unknown) => {
        wanted.delete(key)
        // One that was deleted may come back by undo.
        if (!(error instanceof PixelloomError && error.code === 'not-found')) failed.add(key)
        log(
          `${model.modelId} drew nothing for its card: ${error instanceof Error ? error.message : String(error)}`,
        )
      })
      .finally(() => {
        working = undefined
        running = undefined
        plan()
      })
  }

  async function draw(key: string, { modelId, path }: Wanted): Promise<void> {
    // Under this name what is whole is kept, so that a drawing that gave way goes on.
    const unfinished = `${folderOf(key)}.part`
    await storage.makeFolder(unfinished)
    if (!idle()) return
    running = engine.run(
      {
        kind: 'sample',
        model: path,
        count: picturesOfStrip,
        out: unfinished,
        name: 'sample-{number}',
        seed: 1,
        threads,
      },
      { event: () => undefined },
    )
    const outcome = await running.finished
    if (outcome.state === 'cancelled') return
    if (outcome.state === 'failed') throw PixelloomError.from(outcome.error)
    await rm(folderOf(key), { recursive: true, force: true })
    await storage.rename(unfinished, folderOf(key))
    wanted.delete(key)
    drawn(modelId, await picturesIn(key))
  }

  async function picturesIn(key: string): Promise<string[]> {
    const names = await readdir(folderOf(key)).catch(() => [])
    const pictures = names.filter((name) => name.endsWith('.png')).sort()
    return pictures.map((name) => `strips/${key}/${name}`)
  }

  return {
    async of(model) {
      const key = modelKey(model)
      const pictures = await picturesIn(key)
      if (pictures.length > 0 || failed.has(key) || closed) return pictures
      // Weights that were replaced since are not there to draw with any more.
      for (const [other, { modelId }] of wanted)
        if (modelId === model.id && other !== key) wanted.delete(other)
      wanted.set(key, { modelId: model.id, path: model.path })
      if (!working) plan()
      return []
    },

    file(key, name) {
      if (/^[0-9a-f]{32}$/.test(key) && /^sample-\d+\.png$/.test(name)) return join(folderOf(key), name)
      throw new PixelloomError('not-found', 'There is no such picture.', name)
    },

    jobsChanged() {
      if (idle()) plan()
      else running?.cancel()
    },

    async close() {
      closed = true
      clearTimeout(timer)
      running?.cancel()
      await working
    },
  }
}
