import { z } from 'zod'
import type { Storage } from '../../engine/host'
import { checkpointSteps, checkpointStateAt } from '../../engine/storage/checkpoints'
import { metricsName, readMetrics } from '../../engine/storage/metrics'
import { readModelDocument } from '../../engine/storage/modelFolder'
import type { ModelSummary } from '../../shared/contract/entities'
import { trainingChoicesSchema, type TrainingRun } from '../../shared/contract/trainingRun'
import { PixelloomError } from '../../shared/errors'
import { plateauOf } from '../../shared/plateau'
import type { ModelStore } from '../models/modelStore'

/** Points of a course: enough for a line of a few centimetres. */
const coursePoints = 48

/** The part of a checkpoint's state that tells people of a training. */
const stateSchema = z.object({
  position: z.object({ step: z.number(), seconds: z.number() }),
  settings: trainingChoicesSchema.catch({}),
})

/** Finds what earlier trainings left. A curve is read again only when its file has changed. */
export function createTrainingRuns(models: ModelStore, storage: Storage): () => Promise<TrainingRun[]> {
  const curves = new Map<string, { size: number; modified: number; curve: Curve }>()

  async function curveOf(path: string): Promise<Curve> {
    const { size, modified } = await storage.status(storage.join(path, metricsName))
    const known = curves.get(path)
    if (known?.size === size && known.modified === modified) return known.curve
    const curve = summarise(await readMetrics({ storage }, path))
    curves.set(path, { size, modified, curve })
    return curve
  }

  async function runOf(model: ModelSummary): Promise<TrainingRun | undefined> {
    const { training } = await readModelDocument({ storage }, model.path)
    const checkpoints = await checkpointSteps({ storage }, model.path)
    // One that came from elsewhere, or with the app, is no training of this machine.
    if (!training && checkpoints.length === 0) return undefined
    const [newest] = checkpoints
    const stored = newest === undefined ? undefined : await checkpointStateAt({ storage }, model.path, newest)
    const state = stateSchema.safeParse(stored).data
    const curve = await curveOf(model.path)
    const step = Math.max(training?.steps ?? 0, newest ?? 0)
    return {
      modelId: model.id,
      name: model.name,
      configuration: model.configuration,
      data: training?.data ?? '',
      images: training?.images,
      step,
      seconds: Math.max(training?.seconds ?? 0, state?.position.seconds ?? 0),
      best: bestOf(training) ?? curve.best,
      checkpoints,
      course: curve.course,
      // What was broken off after its last end has gone beyond it.
      ended: step > (training?.steps ?? 0) ? undefined : training?.stoppedBecause,
      choices: { ...trainingChoicesSchema.safeParse(training).data, ...state?.settings },
      updatedAt: model.updatedAt,
    }
  }

  return async () => {
    const { models: all } = await models.list()
    const runs = await Promise.all(
      all.filter(({ bundled }) => !bundled).map((model) => unlessGone(runOf(model))),
    )
    return runs.filter((run) => run !== undefined)
  }
}

interface Curve {
  readonly course: number[]
  readonly best: TrainingRun['best']
}

function summarise(points: Awaited<ReturnType<typeof readMetrics>>): Curve {
  const looks = points.flatMap(({ validation }) => (validation === undefined ? [] : [validation]))
  const values = looks.length > 1 ? looks : points.map(({ loss }) => loss)
  const every = Math.max(1, values.length / coursePoints)
  const count = Math.min(values.length, coursePoints)
  const course = Array.from({ length: count }, (_, i) => values[Math.ceil((i + 1) * every) - 1] ?? 0)
  return { course, best: plateauOf(points).best }
}

function bestOf(
  training: { bestStep?: number | undefined; bestValidationNats?: number | undefined } | undefined,
): TrainingRun['best'] {
  const { bestStep, bestValidationNats } = training ?? {}
  if (bestStep === undefined || bestValidationNats === undefined) return undefined
  return { step: bestStep, nats: bestValidationNats }
}

/** A model may be removed while it is looked at. */
async function unlessGone<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work
  } catch (thrown) {
    if (thrown instanceof PixelloomError) return undefined
    throw thrown
  }
}
