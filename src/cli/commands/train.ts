import { type Command, Option } from 'commander'
import { resolve } from 'node:path'
import { imageCacheFolder } from '../../app/dataFolder'
import type { JobSpecificationInput } from '../../engine/protocol/specifications'
import { failure, PixelloomError } from '../../shared/errors'
import {
  type Architecture,
  architectures,
  type AskedConfiguration,
  type Binarization,
  binarizationSchema,
} from '../../shared/model/configuration'
import { type OptimizerName, optimizers, type ScheduleName, schedules } from '../../shared/training'
import { hasCheckpoint } from '../checkpoints'
import { addComputeOptions, type Cli, type ComputeOptions, type Report, report } from '../cli'
import { type ResultOf, runJob } from '../jobs'
import type { Services } from '../services'
import { decimal, oneOf, positive, seed, share, wholeNumber } from '../values'
import { duration, plural } from '../words'

export interface TrainOptions extends ComputeOptions {
  readonly data?: string
  readonly out: string
  readonly architecture?: Architecture
  readonly multiScale?: number
  readonly smallHidden?: number
  readonly smallLayers?: number
  readonly smallOutputFeatures?: number
  readonly size?: number
  readonly channels?: 1 | 3
  readonly levels?: number
  readonly hidden?: number
  readonly layers?: number
  readonly outputFeatures?: number
  readonly skip?: boolean
  readonly residual?: boolean
  readonly batch?: number
  readonly microBatch?: number
  readonly steps?: number
  readonly epochs?: number
  readonly minutes?: number
  readonly learningRate?: number
  readonly optimizer?: OptimizerName
  readonly schedule?: ScheduleName
  readonly scheduleSteps?: number
  readonly warmUp?: number
  readonly clip?: number
  readonly average?: number
  readonly flip?: true
  readonly orient?: true
  readonly conditioner?: true
  readonly conditionerHidden?: number
  readonly conditionerLayers?: number
  readonly crop?: number
  readonly seed?: number
  readonly validation?: number
  readonly checkEvery?: number
  readonly keep?: number
  /** True, or after how many looks; false where it was asked for before and is not any more. */
  readonly earlyStop?: boolean | number
  readonly resume?: true
  readonly from?: string
  readonly fromStep?: number
  readonly binarize?: Binarization
}

const examples = `
PATH is a folder of images (any depth), an MNIST IDX file, CIFAR-10 binary batches, or a .npy of uint8 [N,H,W,C].
Without --steps, --epochs or --minutes it stops when validation no longer falls. Ctrl-C stops it and keeps the
checkpoint; --resume goes on from there. --early-stop lets one of those stop so, too.

--schedule step divides the rate by ten after half and again after three quarters of the training; cosine lets it
fall to a hundredth along half a cosine. They go by --steps or --epochs, or by --minutes of training, and know no end
without one of these: then --schedule-steps says over how many steps, after which the rate stays where it is.
Going on to a later end stretches a schedule that has no length of its own. --warm-up comes first.

Examples:
  pixelloom train --data ~/Pictures/birds --out birds --size 32 --minutes 30
  pixelloom train --data cifar-10-batches-bin --out things --multi-scale 8 --levels 16
  pixelloom train --data train-images-idx3-ubyte --out digits --levels 2 --hidden 16 --layers 7 --epochs 5
  pixelloom train --out digits --resume --epochs 10
  pixelloom train --from photos-pixelcnn --data ~/Pictures/birds --out birds --minutes 5 --optimizer adam \\
    --learning-rate 0.00005 --warm-up 20 --schedule cosine --average 0.95`

export function addTrainCommand(program: Command, cli: Cli): void {
  const limit = (flags: string, description: string, others: string[]): Option =>
    new Option(flags, description).argParser(positive()).conflicts(others)
  const command = program
    .command('train')
    .summary('Train a model on a folder of images or a data file.')
    .description('Trains a model on a folder of images or a data file.')
    .addHelpText('after', examples)
    .option('--data <path>', 'What to learn from; with --resume the same as before unless said.')
    .requiredOption('--out <model>', 'The model folder to make.')
    .addOption(
      new Option('--architecture <name>', `One of ${architectures.join(', ')}.`).argParser(
        oneOf(architectures),
      ),
    )
    .option(
      '--multi-scale <s>',
      'Draw an S x S image first, then the rest around its pixels: S is the size divided by 2, 4, 8 ...',
      wholeNumber({ min: 1 }),
    )
    .option(
      '--small-hidden <h>',
      'With --multi-scale: features of the small network, if fewer.',
      wholeNumber({ min: 1, max: 4096 }),
    )
    .option(
      '--small-layers <n>',
      'With --multi-scale: residual blocks of the small network.',
      wholeNumber({ min: 0, max: 64 }),
    )
    .option(
      '--small-output-features <f>',
      'With --multi-scale: features before its logits.',
      wholeNumber({ min: 1, max: 8192 }),
    )
    .option('--size <n>', "Side of the model's square images.", wholeNumber({ min: 1, max: 1024 }))
    .option('--channels <n>', '1 for grey, 3 for colour.', (text) => Number(oneOf(['1', '3'])(text)))
    .option('--levels <n>', 'Values a pixel can take, 2 to 256.', wholeNumber({ min: 2, max: 256 }))
    .option('--hidden <h>', 'Features inside a block.', wholeNumber({ min: 1, max: 4096 }))
    .option('--layers <n>', 'Residual blocks.', wholeNumber({ min: 0, max: 64 }))
    .option('--output-features <f>', 'Features before the logits.', wholeNumber({ min: 1, max: 8192 }))
    .option('--skip', 'Connect every block to the output.')
    .option('--no-skip', 'Connect only the last block to the output.')
    .option('--residual', 'Add each block to its input.')
    .option('--no-residual', 'Let each block replace its input.')
    .option('--batch <b>', 'Images a step.', wholeNumber({ min: 1, max: 4096 }))
    .option(
      '--micro-batch <m>',
      'Work on at most so many images at a time: the same step in less memory.',
      wholeNumber({ min: 1, max: 4096 }),
    )
    .addOption(
      new Option('--steps <n>', 'Stop after this many steps.')
        .argParser(wholeNumber({ min: 1 }))
        .conflicts(['epochs', 'minutes']),
    )
    .addOption(limit('--epochs <n>', 'Stop after this many passes over the images.', ['steps', 'minutes']))
    .addOption(limit('--minutes <n>', 'Stop after this much time.', ['steps', 'epochs']))
    .option('--learning-rate <r>', '0.001 unless said; with --resume as before.', positive())
    .addOption(
      new Option('--optimizer <name>', 'rmsprop, as in the paper, or adam.').argParser(oneOf(optimizers)),
    )
    .addOption(
      new Option('--schedule <name>', 'Of the learning rate: constant, step or cosine.').argParser(
        oneOf(schedules),
      ),
    )
    .option('--schedule-steps <n>', 'Steps that the schedule takes.', wholeNumber({ min: 1 }))
    .option('--warm-up <steps>', 'Steps in which the rate rises to its height.', wholeNumber({ min: 0 }))
    .option(
      '--clip <norm>',
      'Largest norm of the gradient of nats an image, 0 for none (one nat a dimension unless said).',
      decimal({ min: 0 }),
    )
    .option(
      '--average <share>',
      'The model is an average of the weights, which keeps this share of itself at each step (0.999 unless said); 0 for none.',
      share,
    )
    .option('--flip', 'Show every other image mirrored.')
    .option(
      '--orient',
      'Show images in all their orientations, so that holes can be completed from whichever side knows most.',
    )
    .option(
      '--crop <pixels>',
      'Read images this much larger, and show another part at each visit.',
      wholeNumber({ min: 0, max: 256 }),
    )
    .option('--seed <s>', 'For the weights, the order of images and binarisation.', seed)
    .option('--validation <share>', 'Share of the images held out (0.1 unless said).', share)
    .option(
      '--check-every <steps>',
      'Steps between two looks at the held-out images.',
      wholeNumber({ min: 1 }),
    )
    .option(
      '--keep <n>',
      'Checkpoints that stay, besides that of the best step (2 unless said; with --resume as before).',
      wholeNumber({ min: 1, max: 100 }),
    )
    .option(
      '--early-stop [looks]',
      'Stop before the end, too, where validation no longer falls: after so many looks without a new best (8 unless said).',
      wholeNumber({ min: 1, max: 1000 }),
    )
    .option('--no-early-stop', 'With --resume: go on to the end after all.')
    .option(
      '--conditioner',
      'Train a network beside the model of --from that sees what comes after a hole; the model itself stays as it is.',
    )
    .option(
      '--conditioner-hidden <h>',
      'Features inside its blocks (32 unless said).',
      wholeNumber({ min: 1 }),
    )
    .option('--conditioner-layers <n>', 'Its blocks (8 unless said).', wholeNumber({ min: 0, max: 64 }))
    .option('--resume', 'Go on with the training of --out from its last checkpoint.')
    .addOption(new Option('--from <model>', 'Start from the weights of this model.').conflicts('resume'))
    .option(
      '--from-step <n>',
      'With --from: from those of its checkpoint at this step, not from the best.',
      wholeNumber({ min: 0 }),
    )
    .addOption(
      new Option('--binarize <how>', 'With two levels: sample or threshold.').argParser(
        oneOf(binarizationSchema.options),
      ),
    )
  addComputeOptions(command).action((options: TrainOptions) =>
    report(cli, options, async (services) => {
      const specification = await trainSpecification(options, services, cli.terminal.cwd)
      return trained(
        await runJob(specification, options, services, cli.terminal).catch((thrown: unknown) => {
          throw forTerminal(thrown, specification.out)
        }),
      )
    }),
  )
}

/** Multi-Scale: what was asked of the small network; the rest is as in the large one. */
function smallOf(options: TrainOptions): AskedConfiguration['small'] {
  const { multiScale: size, smallHidden, smallLayers, smallOutputFeatures } = options
  const asked = defined({ hidden: smallHidden, layers: smallLayers, outputFeatures: smallOutputFeatures })
  if (size !== undefined) return { size, ...asked }
  if (Object.keys(asked).length > 0) {
    const message = '--small-hidden, --small-layers and --small-output-features go with --multi-scale S.'
    throw new PixelloomError('invalid-argument', message, '--multi-scale')
  }
  return undefined
}

/** The options as a job for the engine. Paths are made absolute; what was not chosen is left to the engine. */
export async function trainSpecification(
  options: TrainOptions,
  services: Pick<Services, 'modelFolder' | 'trainedOn' | 'dataFolder'>,
  cwd: string,
): Promise<Extract<JobSpecificationInput, { kind: 'train' }>> {
  const out = resolve(cwd, options.out)
  const { architecture, size, channels, levels, hidden, layers, outputFeatures, skip, residual } = options
  const { steps, epochs, minutes, batch, learningRate, validation, checkEvery, binarize } = options
  const { keep, earlyStop, from, fromStep } = options
  const { optimizer, schedule, scheduleSteps, warmUp, clip, average, flip, orient, crop } = options
  if (fromStep !== undefined && from === undefined) {
    throw new PixelloomError('invalid-argument', '--from-step goes with --from MODEL.', '--from-step')
  }
  return defined({
    kind: 'train' as const,
    data: await dataOf(options, out, services, cwd),
    out,
    configuration: defined({
      architecture,
      size,
      channels,
      levels,
      hidden,
      layers,
      outputFeatures,
      skip,
      residual,
      binarize,
      small: smallOf(options),
      conditioner:
        options.conditioner &&
        defined({ hidden: options.conditionerHidden, layers: options.conditionerLayers }),
    }),
    limit: defined({ steps, epochs, minutes }),
    batch,
    microBatch: options.microBatch,
    learningRate,
    ...{ optimizer, schedule, scheduleSteps, warmUp, clip, average, flip, orient, crop },
    seed: options.seed,
    validation,
    checkEvery,
    keep,
    earlyStop: earlyStop === undefined ? undefined : earlyStop !== false,
    patience: typeof earlyStop === 'number' ? earlyStop : undefined,
    cacheFolder: imageCacheFolder(services.dataFolder),
    resume: options.resume,
    from: from === undefined ? undefined : await services.modelFolder(from),
    fromStep,
    binarize,
    runtime: options.runtime,
    threads: options.threads,
  })
}

/**
 * What ended a training, as a terminal can go on from it: with the option that lets it have enough memory, and without a
 * promise of a checkpoint that it had not come to.
 */
function forTerminal(thrown: unknown, out: string): unknown {
  if (!(thrown instanceof PixelloomError)) return thrown
  const how = thrown.because?.values['how']
  if (thrown.code === 'engine-stopped' && typeof how === 'string' && !hasCheckpoint(out)) {
    return failure('jobs.stoppedEarly', { how }, thrown.subject, { cause: thrown })
  }
  if (thrown.memory?.fittingBatch === undefined) return thrown
  const { code, message, subject, memory } = thrown
  const again = hasCheckpoint(out) ? 'Go on with --resume' : 'Run it again with'
  const option = `--micro-batch ${thrown.memory.fittingBatch}`
  return new PixelloomError(code, `${message} ${again} ${option}.`, subject, { memory, cause: thrown })
}

/** A training that goes on knows what it learned from. */
async function dataOf(
  { data, resume }: TrainOptions,
  out: string,
  services: Pick<Services, 'trainedOn'>,
  cwd: string,
): Promise<string> {
  const named = data === undefined && resume ? await services.trainedOn(out) : data
  if (named !== undefined) return resolve(cwd, named)
  throw new PixelloomError('invalid-argument', 'Name what to learn from: --data PATH.', '--data')
}

function trained(result: ResultOf<'train'>): Report {
  const best =
    result.bestValidation === undefined
      ? ''
      : `, best validation ${result.bestValidation.toFixed(2)} nats an image (step ${result.bestStep})`
  const learned = `${plural(result.steps, 'step')} on ${plural(result.images, 'image')} in ${duration(result.seconds)}`
  return { json: result, lines: [`${learned}${best}.`, `The model is in ${result.model}`] }
}

/** Without the keys that have no value, so that schemas fill in their defaults. */
export function defined<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T
}
