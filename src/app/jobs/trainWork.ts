import { z } from 'zod'
import type { Storage } from '../../engine/host'
import type { JobSpecificationInput } from '../../engine/protocol/specifications'
import { checkpointSteps, checkpointStateAt } from '../../engine/storage/checkpoints'
import type { MethodArguments } from '../../shared/contract/methods'
import { type ErrorValue, failure } from '../../shared/errors'
import { personPath } from '../files/personPath'
import type { ModelStore } from '../models/modelStore'
import { randomSeed } from './seed'
import type { JobWork } from './work'

export interface TrainingWorks {
  /** A new model. */
  begin(request: MethodArguments<'jobs.train'>): Promise<JobWork>
  /** Goes on from the last checkpoint. `steps` are more steps, beyond those done. */
  goOn(request: MethodArguments<'jobs.continueTraining'>): Promise<JobWork>
}

type TrainSpecificationInput = Extract<JobSpecificationInput, { kind: 'train' }>

/** Trainings as the engine is asked for them. */
export function createTrainingWorks(parts: {
  models: ModelStore
  storage: Storage
  /** Where decoded images are kept from one training to the next. */
  imageCache: string
  modelsChanged: () => void
}): TrainingWorks {
  const { models, storage, imageCache, modelsChanged } = parts
  /** Models in training or waiting for it. */
  const busy = new Set<string>()

  /** Minutes of training up to a checkpoint. */
  async function minutesSpent(path: string, step: number): Promise<number> {
    const state = await checkpointStateAt({ storage }, path, step)
    const spent = z.object({ position: z.object({ seconds: z.number() }) }).safeParse(state)
    return (spent.data?.position.seconds ?? 0) / 60
  }

  function work(
    model: { id: string; path: string; name: string },
    specification: TrainSpecificationInput,
  ): JobWork {
    return {
      kind: 'train',
      title: `Train ${model.name}`,
      subject: model.name,
      lane: 'training',
      modelId: model.id,
      seed: specification.seed,
      makesFiles: false,
      pictureFolders: [model.path],
      // The person goes on looking at the window.
      specification: () => ({ ...specification, background: true }),
      onEvent: (event) => {
        const looked =
          event.type === 'metrics' && event.points.some((point) => point.validation !== undefined)
        if (looked || event.type === 'picture') modelsChanged()
      },
      explain: (error) => explain(error, storage, model.path),
      otherwise: ({ memory }) => {
        const images = memory?.fittingBatch
        return images === undefined ? undefined : () => withLessAtATime(images, storage, specification)
      },
    }
  }

  return {
    async begin(request) {
      const { name, seed = randomSeed(), steps, minutes, batch, learningRate, validation, binarize } = request
      const { architecture, size, channels, levels, hidden, layers, checkEvery, runtime } = request
      const { optimizer, schedule, warmUp, average, flip, orient, crop } = request
      const { keep, earlyStop } = request
      const small = request.multiScale === undefined ? undefined : { size: request.multiScale }
      const from = request.from && (await models.find(request.from.modelId))
      const data = personPath(request.data, 'data')
      const place = await models.reserve(name)
      busy.add(place.id)
      return {
        ...work(
          { ...place, name },
          {
            kind: 'train',
            name,
            data,
            out: place.path,
            // What is left out is filled in from the data by the engine.
            configuration: from ? {} : { architecture, size, channels, levels, hidden, layers, small },
            ...(from && { from: from.path, fromStep: request.from?.step }),
            limit: { steps, minutes },
            batch,
            learningRate,
            ...{ optimizer, schedule, warmUp, average, flip, orient, crop },
            seed,
            validation,
            binarize,
            ...{ checkEvery, keep, earlyStop, onDiskFull: 'pause' },
            cacheFolder: imageCache,
            runtime,
          },
        ),
        onEnd: () => {
          place.release()
          busy.delete(place.id)
          modelsChanged()
        },
      }
    },

    async goOn({ modelId, steps, minutes, ...request }) {
      const model = await models.find(modelId)
      const [done] = await checkpointSteps({ storage }, model.path)
      const data = request.data === undefined ? model.training?.data : personPath(request.data, 'data')
      if (model.bundled || done === undefined) {
        const { name, bundled } = model
        throw failure(bundled ? 'training.bundled' : 'training.notResumable', { name }, modelId)
      }
      if (busy.has(modelId)) {
        throw failure('training.already', {}, modelId)
      }
      const { learningRate, keep, earlyStop } = request
      const limit = {
        steps: steps === undefined ? undefined : done + steps,
        minutes: minutes === undefined ? undefined : minutes + (await minutesSpent(model.path, done)),
      }
      busy.add(modelId)
      return {
        ...work(model, {
          kind: 'train',
          name: model.name,
          // Empty: the checkpoint knows.
          data: data ?? '',
          out: model.path,
          configuration: {},
          limit,
          resume: true,
          ...{ learningRate, keep, earlyStop, onDiskFull: 'pause' },
          cacheFolder: imageCache,
        }),
        onEnd: () => {
          busy.delete(modelId)
          modelsChanged()
        },
      }
    },
  }
}

/** A training that broke off goes on from its checkpoint, if it had come to one. */
async function explain(error: ErrorValue, storage: Storage, path: string): Promise<ErrorValue> {
  if (error.code !== 'engine-stopped' || (await checkpointSteps({ storage }, path)).length > 0) return error
  const how = error.because?.values['how']
  return typeof how === 'string' ? failure('jobs.stoppedEarly', { how }, error.subject).toValue() : error
}

/** The same training, or where it had come to a checkpoint the rest of it, on fewer images at a time. */
async function withLessAtATime(
  microBatch: number,
  storage: Storage,
  specification: TrainSpecificationInput,
): Promise<TrainSpecificationInput> {
  const { from: _from, fromStep: _step, ...rest } = specification
  const again = { microBatch, background: true }
  if ((await checkpointSteps({ storage }, specification.out)).length > 0) {
    return { ...rest, ...again, resume: true, configuration: {} }
  }
  // What had only just begun holds random weights: it is made anew where it stands.
  await storage.remove(storage.join(specification.out, 'model.json'))
  return { ...specification, ...again }
}
