import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import type { ModelSummary } from '../../shared/contract/entities'
import { PixelloomError } from '../../shared/errors'
import { modelConfigurationSchema } from '../../shared/model/configuration'
import { readWeightsHeader } from './weightsHeader'

export const configurationFile = 'model.json'
export const weightsFile = 'weights.safetensors'
export const metricsFile = 'metrics.jsonl'
export const checkpointsFolder = 'checkpoints'

/** What model.json may say besides the network; a folder without any of it opens too. */
const extrasSchema = z.object({
  name: z.string().min(1).optional().catch(undefined),
  training: z
    .object({
      data: z.string(),
      steps: z.number(),
      seconds: z.number(),
      bestValidationNats: z.number().optional(),
    })
    .optional()
    .catch(undefined),
})

/** When the files that a summary is made from were last written: the same means that it still holds. */
export async function summaryKey(folder: string): Promise<string> {
  const files = [configurationFile, weightsFile, checkpointsFolder]
  const times = await Promise.all(
    files.map((name) =>
      stat(join(folder, name)).then(
        (found) => `${found.size}@${found.mtimeMs}`,
        () => 'none',
      ),
    ),
  )
  return times.join(' ')
}

/** A model folder as lists show it. `model-damaged` where its files are missing or don't fit together. */
export async function summarise(folder: string, bundled: boolean): Promise<ModelSummary> {
  const document = await readDocument(folder)
  const configuration = modelConfigurationSchema.safeParse(document)
  if (!configuration.success) {
    const issue = configuration.error.issues[0]
    throw damaged(folder, `${configurationFile}: "${issue?.path.join('.')}" is not valid`)
  }
  const extras = extrasSchema.safeParse(document)
  const weights = join(folder, weightsFile)
  const written = await stat(weights).catch((cause: unknown) => {
    throw damaged(folder, `${weightsFile} is missing`, cause)
  })
  const id = basename(folder)
  return {
    id,
    name: extras.data?.name ?? id,
    path: folder,
    bundled,
    configuration: configuration.data,
    ...(await readWeightsHeader(weights)),
    updatedAt: written.mtimeMs,
    training: extras.data?.training,
    resumable: !bundled && (await latestStep(folder)) !== undefined,
  }
}

/** The step of the newest checkpoint, undefined where there is none. */
export async function latestStep(folder: string): Promise<number | undefined> {
  const names = await readdir(join(folder, checkpointsFolder)).catch(() => [])
  const steps = names.filter((name) => /^\d+$/.test(name)).map(Number)
  return steps.length > 0 ? Math.max(...steps) : undefined
}

async function readDocument(folder: string): Promise<unknown> {
  let text: string
  try {
    text = await readFile(join(folder, configurationFile), 'utf8')
  } catch (cause) {
    throw damaged(folder, `${configurationFile} can't be read`, cause)
  }
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw damaged(folder, `${configurationFile} is not JSON`, cause)
  }
}

function damaged(folder: string, reason: string, cause?: unknown): PixelloomError {
  return new PixelloomError('model-damaged', `${reason}.`, folder, { cause })
}
