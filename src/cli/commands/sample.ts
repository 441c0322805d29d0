import { type Command, Option } from 'commander'
import { resolve } from 'node:path'
import type { JobSpecificationInput } from '../../engine/protocol/specifications'
import { addComputeOptions, type Cli, type ComputeOptions, type Report, report } from '../cli'
import { type ResultOf, runJob } from '../jobs'
import type { Services } from '../services'
import { decimal, imageSize, oneOf, positive, seed, wholeNumber } from '../values'
import { duration, plural } from '../words'
import { defined } from './train'

const formats = ['png', 'webp'] as const

export interface SampleOptions extends ComputeOptions {
  readonly model: string
  readonly count: number
  readonly size?: { width: number; height: number }
  readonly seed?: number
  readonly temperature?: number
  readonly topP?: number
  readonly grid?: true
  readonly npy?: true
  readonly format?: (typeof formats)[number]
  readonly name?: string
  readonly out: string
}

const examples = `
Examples:
  pixelloom sample --model mnist-pixelcnn --count 16 --grid --out digits
  pixelloom sample --model birds --count 100 --size 64x48 --seed 7 --out birds

Broken off and called again in the same way it goes on: images that are there are kept.`

export function addSampleCommand(program: Command, cli: Cli): void {
  const command = program
    .command('sample')
    .summary('Draw new images from a model.')
    .description('Draws new images from a model, a file each, with its recipe inside.')
    .addHelpText('after', examples)
    .requiredOption('--model <model>', 'Folder or id of the model.')
    .requiredOption('--count <n>', 'Images to draw.', wholeNumber({ min: 1, max: 100_000 }))
    .option('--size <WxH>', "Size in pixels (the model's own unless said).", imageSize)
    .option('--seed <s>', 'The same seed draws the same images (0 unless said).', seed)
    .option('--temperature <t>', '1 draws as the model says, 0 the likeliest value.', decimal({ min: 0 }))
    .option('--top-p <p>', 'Draw only among the likeliest values that reach this probability.', positive(1))
    .addOption(
      new Option('--format <format>', 'png, or webp, without loss too (png unless said).').argParser(
        oneOf(formats),
      ),
    )
    .option('--grid', 'Also lay them out on one sheet, grid.png.')
    .option('--npy', 'Also write all as one array, samples.npy: the model’s levels, uint8 [N, H, W, C].')
    .option(
      '--name <template>',
      "The files' names, with {number} or {index}, and {seed} (sample-{number} unless said).",
    )
    .requiredOption('--out <folder>', 'Where the files go.')
  addComputeOptions(command).action((options: SampleOptions) =>
    report(cli, options, async (services) => {
      const specification = await sampleSpecification(options, services, cli.terminal.cwd)
      return sampled(await runJob(specification, options, services, cli.terminal))
    }),
  )
}

export async function sampleSpecification(
  options: SampleOptions,
  services: Pick<Services, 'modelFolder'>,
  cwd: string,
): Promise<Extract<JobSpecificationInput, { kind: 'sample' }>> {
  return defined({
    kind: 'sample' as const,
    model: await services.modelFolder(options.model),
    count: options.count,
    width: options.size?.width,
    height: options.size?.height,
    seed: options.seed,
    temperature: options.temperature,
    topP: options.topP,
    grid: options.grid,
    npy: options.npy,
    format: options.format,
    name: options.name,
    out: resolve(cwd, options.out),
    runtime: options.runtime,
    threads: options.threads,
  })
}

function sampled({ files, grid, array, seconds }: ResultOf<'sample'>): Report {
  const summary = `${plural(files.length, 'image')} in ${duration(seconds)}.`
  const all = [grid, array].filter((file) => file !== undefined)
  return { json: defined({ files, grid, array, seconds }), lines: [...files, ...all, summary] }
}
