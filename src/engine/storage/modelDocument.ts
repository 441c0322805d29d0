import { z } from 'zod'
import { failure, type PixelloomError } from '../../shared/errors'
import { modelConfigurationSchema } from '../../shared/model/configuration'
import { multiScaleMisfit } from '../../shared/model/multiScale'

/** Version of `model.json` that this program writes. */
export const modelVersion = 1

/** How a model came to be. Further keys are kept as they are. */
export const trainingRecordSchema = z.looseObject({
  /** Path of the data source. */
  data: z.string(),
  images: z.number().optional(),
  steps: z.number(),
  /** Seconds of training over all runs. */
  seconds: z.number(),
  /** Nats an image on the held-out share, at `bestStep`. */
  bestValidationNats: z.number().optional(),
  bestStep: z.number().optional(),
  batch: z.number().optional(),
  learningRate: z.number().optional(),
  optimizer: z.string().optional(),
  schedule: z.string().optional(),
  scheduleSteps: z.number().optional(),
  warmUp: z.number().optional(),
  clip: z.number().optional(),
  /** What the average of the weights kept of itself at each step; the model is that average. 0: none. */
  average: z.number().optional(),
  flip: z.boolean().optional(),
  /** Whether it saw its images in all orientations: then it completes in any (completion/orient.ts). */
  orient: z.boolean().optional(),
  crop: z.number().optional(),
  /** How the last run ended; not there while one is under way, or was broken off. */
  stoppedBecause: z.enum(['limit', 'validation-no-longer-falls', 'cancelled']).optional().catch(undefined),
  seed: z.number().optional(),
  validation: z.number().optional(),
})
export type TrainingRecord = z.infer<typeof trainingRecordSchema>

/** `model.json`: the configuration (models.md), and what this program adds. Unknown keys are kept. */
export const modelDocumentSchema = z.looseObject({
  ...modelConfigurationSchema.shape,
  version: z.number().int().positive().optional(),
  name: z.string().optional(),
  /** What people are told of it: what it was taught, what it is good for. */
  description: z.string().optional(),
  /** Under what terms it may be handed on, and whose its images are. */
  licence: z.string().optional(),
  /** Multi-Scale: `checksum` of the model whose network its small one is, which it draws more finely. */
  around: z.string().optional(),
  /** Nats an image on images that had no part in its training, not even in choosing its weights. */
  tested: z.looseObject({ data: z.string(), images: z.number(), nats: z.number() }).optional(),
  /** Of the whole weights.safetensors. */
  checksum: z.string().optional(),
  training: trainingRecordSchema.optional(),
  /** How its conditioning network came to be; its nats are those of hidden pixels. */
  conditionerTraining: trainingRecordSchema.optional(),
})
export type ModelDocument = z.infer<typeof modelDocumentSchema>

/** Turns a document of version `from` into one of the next version. */
export interface Migration {
  readonly from: number
  readonly migrate: (document: Readonly<Record<string, unknown>>) => Record<string, unknown>
}

/** In order; there is one version so far. A new version adds its step here and a fixture of the old one. */
const migrations: readonly Migration[] = []

/**
 * Brings a parsed `model.json` to the current version. Without a version it is a plain configuration, which
 * every version understands. `unsupported` where it is newer than this program.
 */
export function migrateDocument(
  document: Readonly<Record<string, unknown>>,
  subject: string,
  steps: readonly Migration[] = migrations,
  target = modelVersion,
): Record<string, unknown> {
  let current = { ...document }
  let version = typeof current['version'] === 'number' ? current['version'] : target
  if (version > target) {
    throw failure('models.newer', { path: subject, version, known: target }, subject)
  }
  for (; version < target; version++) {
    const step = steps.find(({ from }) => from === version)
    if (!step) throw failure('models.noVersion', { path: subject }, subject)
    current = { ...step.migrate(current), version: version + 1 }
  }
  return current
}

/** The text of a `model.json`, checked and brought to the current version. `model-damaged`, `unsupported`. */
export function parseModelDocument(text: string, subject: string): ModelDocument {
  const damaged = (detail: string): PixelloomError =>
    failure('models.document', { path: subject, detail }, subject)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw damaged('it is not JSON')
  }
  const table = z.record(z.string(), z.unknown()).safeParse(value)
  if (!table.success) throw damaged('it is no JSON object')
  const document = modelDocumentSchema.safeParse(migrateDocument(table.data, subject))
  if (document.success) {
    const misfit = multiScaleMisfit(document.data)
    if (misfit !== undefined) throw damaged(`small: ${misfit}`)
    return document.data
  }
  const [issue] = document.error.issues
  throw damaged(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}`)
}
