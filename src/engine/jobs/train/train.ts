import { augmented, centred } from '../../data/augment'
import { gatherLevels } from '../../data/levels'
import { openImageSet } from '../../data/open'
import { splitHeldOut } from '../../data/split'
import { parameterCount, toTensors, disposeTensors } from '../../models/weights'
import { createTrainer } from '../../optimizers/createTrainer'
import type { TrainSpecification } from '../../protocol/specifications'
import { BatchOrder } from '../../training/batches'
import { learningRateAt } from '../../training/schedule'
import { train } from '../../training/session'
import { trainingBytes } from '../../../shared/checkpointSize'
import { note } from '../../../shared/jobEvents'
import { PixelloomError } from '../../../shared/errors'
import type { JobResult } from '../../../shared/jobs'
import type { JobContext, JobEnd } from '../context'
import { ProgressReporter } from '../reporter'
import { startRuntime } from '../startRuntime'
import { DiskRoom } from './diskRoom'
import { Gallery } from './gallery'
import { HeldOut, holesOf } from './heldOut'
import { freeMemory } from './freeMemory'
import { checkMemory } from './memoryNeed'
import { explainStep, isOutOfMemory } from './outOfMemory'
import { beginWith, planResumption, planTraining } from './plan'
import { TrainingRecorder } from './recorder'

/** Steps between two looks: an epoch, but neither so rare that nothing is seen nor so often that it costs. */
const fewestSteps = 50
const mostSteps = 250

/**
 * Trains a model folder: a new one, one that starts from another's weights, or one that goes on from its last
 * checkpoint. Tells progress, the curve and held-out completions on the way. Cancelled, it keeps what
 * it learned.
 */
export async function runTraining(context: JobContext, spec: TrainSpecification): Promise<JobEnd> {
  const { host, gate } = context
  const reporter = new ProgressReporter(context)
  const runtime = await startRuntime(context, spec)
  const plan = await (spec.resume ? planResumption(context, spec) : planTraining(context, spec))
  const { settings, position } = plan

  const whole = await openImageSet(host, settings.data, {
    size: plan.configuration.size,
    channels: plan.configuration.channels,
    margin: settings.crop,
    cacheFolder: spec.cacheFolder,
    onNote: (note) => context.emit(note),
    signal: gate.signal,
    onProgress: (done, total) => reporter.report({ stage: 'Reading images', done, total, unit: 'images' }),
  })
  reporter.flush()
  const images = centred(whole, settings)
  if (images.skipped.length > 0) context.emit({ type: 'skipped', files: [...images.skipped] })
  if (settings.images !== undefined && settings.images !== images.count) {
    context.emit(note('notes.otherData', { count: images.count, before: settings.images }))
  }
  const split = splitHeldOut(images, settings.validation)
  const { network, weights, configuration } = beginWith(plan, images)
  const order = new BatchOrder(split.training, settings.batch, settings.seed)
  const heldOut = new HeldOut(images, split.heldOut, configuration)
  const { learningRate, optimizer, average, clip: clipNorm, microBatch } = settings
  const trainer = createTrainer(network, weights, { learningRate, optimizer, average, clipNorm, microBatch })
  if (plan.optimizer) {
    trainer.restore(new Map([...plan.optimizer].map(([name, { data }]) => [name, data])), position.step)
  }
  const training = { batch: order.batch, microBatch, height: images.height, width: images.width }
  checkMemory(context, trainer, training, freeMemory(host, runtime), runtime.memoryLimit)
  const checkEvery = settings.checkEvery ?? Math.min(mostSteps, Math.max(fewestSteps, order.stepsPerEpoch))
  const recorder = new TrainingRecorder(
    context,
    spec,
    network,
    trainer,
    {
      ...settings,
      images: images.count,
      batch: order.batch,
      checkEvery,
    },
    plan.before,
  )
  const gallery = new Gallery(context, spec.out, heldOut, images)
  const parameters = parameterCount(network)
  const room = new DiskRoom(context, spec.out, spec.onDiskFull === 'pause')
  const bytes = trainingBytes(parameters, settings)
  await recorder.begin(position, parameters)

  let seconds = position.seconds
  let imageSeconds = 0
  /** Those that are judged and shown: the average, where one is kept. */
  const withWeights = async <T>(use: (tensors: ReturnType<typeof toTensors>) => Promise<T>): Promise<T> => {
    const tensors = toTensors(network, await trainer.averaged())
    try {
      return await use(tensors)
    } finally {
      disposeTensors(tensors)
    }
  }

  const end = await train(
    {
      clock: host.clock,
      batch: order.batch,
      stepsPerEpoch: order.stepsPerEpoch,
      limit: settings.limit,
      checkEvery,
      earlyStop: settings.earlyStop,
      patience: settings.patience,
      breathe: (beforePause) => gate.pass(beforePause),
      cancelled: () => gate.signal.aborted,
      leavesWeights: isOutOfMemory,
      async step(step, seconds) {
        trainer.learningRate = learningRateAt(settings, { step, seconds, stepsPerEpoch: order.stepsPerEpoch })
        const visit = order.visit(step)
        const key = (image: number): { seed: number; visit: number; image: number } => ({
          seed: settings.seed,
          visit,
          image,
        })
        const seen = augmented(whole, settings, { seed: settings.seed, visit })
        const chosen = order.at(step)
        const levels = await gatherLevels(seen, chosen, configuration, key)
        const holes = network.conditioner && holesOf(images, chosen, { seed: settings.seed, visit })
        try {
          const { nats } = await trainer.step(levels, order.batch, images.height, images.width, holes)
          return nats
        } catch (thrown) {
          throw explainStep(thrown, trainer, training, freeMemory(host, runtime))
        }
      },
      async validate(beforePause) {
        const began = host.clock.milliseconds()
        const nats = await withWeights((tensors) =>
          heldOut.nats(network, tensors, async () => {
            await gate.pass(beforePause)
            return gate.signal.aborted
          }),
        )
        imageSeconds = (host.clock.milliseconds() - began) / 1000 / Math.max(1, heldOut.chosen.length)
        return nats
      },
      keepBest: (at) => room.write(bytes.model, () => recorder.keepBest(at)),
      saveCheckpoint: (at) => room.write(bytes.model + bytes.checkpoint, () => recorder.saveCheckpoint(at)),
      showProgress: (step) =>
        withWeights((tensors) => gallery.show(network, tensors, { step, seconds, imageSeconds })).catch(
          (thrown: unknown) => {
            // A sheet that finds no room is done without; a checkpoint will say what is to be done.
            if (!(thrown instanceof PixelloomError) || thrown.code !== 'disk') throw thrown
            context.emit({ type: 'note', message: thrown.message, because: thrown.because })
          },
        ),
      point: (point) => {
        seconds = point.seconds
        recorder.point(point)
      },
      progress: ({ step, end: total, imagesPerSecond: rate, secondsLeft }) =>
        reporter.report({ stage: 'Training', done: step, total, unit: 'steps', rate, secondsLeft }),
    },
    position,
  ).catch(async (thrown: unknown) => {
    // The curve up to where it broke off is worth a look.
    await recorder.flush()
    trainer.dispose()
    throw thrown
  })
  reporter.flush()
  await room.write(0, () => recorder.finish(end.position, end.because))
  trainer.dispose()
  const { best } = end.position
  const result: JobResult = {
    kind: 'train',
    model: spec.out,
    steps: end.position.step,
    seconds: end.position.seconds,
    ...(end.loss !== undefined && { loss: end.loss }),
    ...(best && { bestValidation: best.nats, bestStep: best.step }),
    images: images.count,
    skipped: [...images.skipped],
    stoppedBecause: end.because,
  }
  return { cancelled: end.because === 'cancelled', result }
}
