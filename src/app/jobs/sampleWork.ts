import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { defaultTemplate, fileNames } from '../../engine/jobs/sample/fileNames'
import type { Storage } from '../../engine/host'
import type { MethodArguments } from '../../shared/contract/methods'
import { failure } from '../../shared/errors'
import { personPath } from '../files/personPath'
import type { ModelStore } from '../models/modelStore'
import { randomSeed } from './seed'
import type { JobWork } from './work'

type Request = MethodArguments<'jobs.sample'>

export interface SampleParts {
  readonly models: ModelStore
  readonly storage: Storage
  /** Gets a folder for each run that names none. */
  readonly exports: string
}

/**
 * New images from a model, as the engine is asked for them. `not-found` for the model, `invalid-argument` for a
 * template or a path that won't do, and where other images with the same names are in the folder already.
 */
export async function sampleWork(
  { models, storage, exports }: SampleParts,
  request: Request,
): Promise<JobWork> {
  const { modelId, count, width, height, temperature, topP, format, grid, npy, name } = request
  const model = await models.find(modelId)
  const seed = request.seed ?? randomSeed()
  const nameOf = fileNames(name ?? defaultTemplate, { count, seed, extension: `.${format}` })
  const chosen = request.out === undefined ? undefined : personPath(request.out, 'out')
  if (chosen !== undefined) await refuseOthers(storage, chosen, request, seed, nameOf)
  const out = chosen ?? (await newFolder(exports, model.name))
  return {
    kind: 'sample',
    title: `Draw ${count === 1 ? '1 image' : `${count} images`} with ${model.name}`,
    subject: model.name,
    count,
    lane: 'batch',
    modelId,
    seed,
    makesFiles: false,
    pictureFolders: [out],
    request: { method: 'jobs.sample', input: { ...request, seed, out } },
    specification: () => ({
      kind: 'sample',
      model: model.path,
      ...{ count, width, height, seed, temperature, topP, format, grid, npy, name, out },
    }),
  }
}

/** A new folder, by the day and the model: "2026-11-26 Digits", and a number where that is taken. */
async function newFolder(exports: string, model: string): Promise<string> {
  await mkdir(exports, { recursive: true })
  const day = new Date().toLocaleDateString('sv')
  const plain = `${day} ${model.replace(/[\\/:*?"<>|\p{Cc}]/gu, '-').trim()}`.replace(/[. ]+$/, '')
  for (let number = 1; ; number++) {
    const path = join(exports, number === 1 ? plain : `${plain} ${number}`)
    try {
      await mkdir(path)
      return path
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
  }
}

/** The engine writes over images of another recipe: that must not happen to what a person still wants. */
async function refuseOthers(
  storage: Storage,
  out: string,
  request: Request,
  seed: number,
  nameOf: (index: number) => string,
): Promise<void> {
  const kind = await storage.kind(out)
  if (kind === 'missing') return
  if (kind !== 'folder') {
    throw failure('jobs.noFolder', { path: out }, out)
  }
  const there = new Set(await storage.list(out))
  const taken = Array.from({ length: request.count }, (_, index) => nameOf(index)).find((name) =>
    there.has(name),
  )
  if (taken === undefined || (await sameRun(storage, out, request, seed))) return
  throw failure('jobs.taken', { name: taken }, out)
}

/** Whether the images in a folder were drawn by these choices, so that the run goes on with them. */
async function sameRun(storage: Storage, out: string, request: Request, seed: number): Promise<boolean> {
  const list = storage.join(out, 'recipes.jsonl')
  if ((await storage.kind(list)) !== 'file') return false
  const length = Math.min(await storage.size(list), firstLine)
  const [line = ''] = new TextDecoder().decode(await storage.readPart(list, 0, length)).split('\n')
  try {
    const recipe = JSON.parse(line) as Record<string, unknown>
    const { temperature = 1, topP = 1 } = request
    return recipe['seed'] === seed && recipe['temperature'] === temperature && recipe['topP'] === topP
  } catch {
    return false
  }
}

/** More bytes than a line of recipes.jsonl has. */
const firstLine = 4096
