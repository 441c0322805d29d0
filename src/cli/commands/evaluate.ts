import { type Command, Option } from 'commander'
import { resolve } from 'node:path'
import { imageCacheFolder } from '../../app/dataFolder'
import type { JobSpecificationInput } from '../../engine/protocol/specifications'
import { type Binarization, binarizationSchema } from '../../shared/model/configuration'
import { addComputeOptions, type Cli, type ComputeOptions, type Report, report } from '../cli'
import { type ResultOf, runJob } from '../jobs'
import type { Services } from '../services'
import { oneOf, wholeNumber } from '../values'
import { duration, plural } from '../words'
import { defined } from './train'

export interface EvaluateOptions extends ComputeOptions {
  readonly model: string
  readonly data: string
  readonly limit?: number
  readonly batch?: number
  readonly binarize?: Binarization
}

const examples = `
Examples:
  pixelloom evaluate --model mnist-pixelcnn --data t10k-images-idx3-ubyte --limit 1000
  pixelloom evaluate --model birds --data ~/Pictures/more-birds --json`

export function addEvaluateCommand(program: Command, cli: Cli): void {
  const command = program
    .command('evaluate')
    .summary('Measure how likely images are under a model.')
    .description('Measures how likely images are under a model: nats an image and bits per dimension, means.')
    .addHelpText('after', examples)
    .requiredOption('--model <model>', 'Folder or id of the model.')
    .requiredOption('--data <path>', 'A folder of images, or an IDX, CIFAR-10 or .npy file.')
    .option('--limit <n>', 'Only this many images.', wholeNumber({ min: 1 }))
    .option('--batch <b>', 'Images at a time.', wholeNumber({ min: 1, max: 4096 }))
    .addOption(
      new Option(
        '--binarize <how>',
        "With two levels: sample or threshold (the model's own unless said).",
      ).argParser(oneOf(binarizationSchema.options)),
    )
  addComputeOptions(command).action((options: EvaluateOptions) =>
    report(cli, options, async (services) => {
      const specification = await evaluateSpecification(options, services, cli.terminal.cwd)
      return evaluated(await runJob(specification, options, services, cli.terminal))
    }),
  )
}

export async function evaluateSpecification(
  { model, data, limit, batch, binarize, runtime, threads }: EvaluateOptions,
  services: Pick<Services, 'modelFolder' | 'dataFolder'>,
  cwd: string,
): Promise<Extract<JobSpecificationInput, { kind: 'evaluate' }>> {
  return defined({
    kind: 'evaluate' as const,
    model: await services.modelFolder(model),
    data: resolve(cwd, data),
    limit,
    batch,
    binarize,
    cacheFolder: imageCacheFolder(services.dataFolder),
    runtime,
    threads,
  })
}

function evaluated({ images, nats, bitsPerDim, seconds }: ResultOf<'evaluate'>): Report {
  return {
    json: { images, nats, bitsPerDim, seconds },
    lines: [
      `${nats.toFixed(3)} nats an image, ${bitsPerDim.toFixed(4)} bits per dimension`,
      `${plural(images, 'image')} in ${duration(seconds)}.`,
    ],
  }
}
