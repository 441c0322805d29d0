import { type Command, Option } from 'commander'
import { resolve } from 'node:path'
import type { JobSpecificationInput, MaskSource } from '../../engine/protocol/specifications'
import { PixelloomError } from '../../shared/errors'
import type { Rectangle } from '../../shared/geometry'
import { addComputeOptions, type Cli, type ComputeOptions, type Report, report } from '../cli'
import { type ResultOf, runJob } from '../jobs'
import type { Services } from '../services'
import { decimal, oneOf, positive, rectangle, seed, wholeNumber } from '../values'
import { duration, plural, table } from '../words'
import { completeFolder, folderHelp, isFolder } from './completeFolder'
import { defined } from './train'

const halves = ['top', 'bottom', 'left', 'right'] as const
const fits = ['model', 'native'] as const
const inferences = ['auto', 'raster', 'oriented', 'conditioned', 'particles'] as const

export interface CompleteOptions extends ComputeOptions {
  readonly model: string
  readonly image: string
  readonly mask?: string
  readonly rect?: Rectangle
  readonly half?: (typeof halves)[number]
  readonly count: number
  readonly seed?: number
  readonly temperature?: number
  readonly topP?: number
  readonly fit: (typeof fits)[number]
  readonly inference: (typeof inferences)[number]
  readonly out: string
  readonly again?: true
}

const examples = `
Exactly one of --mask, --rect and --half says what to fill. A mask is an image of the same size: white is to be
filled, or, where any pixel of it is not opaque, what is transparent. Every other pixel stays as it was.

Examples:
  pixelloom complete --model mnist-pixelcnn --image digit.png --half bottom --out done
  pixelloom complete --model birds --image bird.jpg --rect 120,80,60,60 --count 8 --out done
  pixelloom complete --model birds --image bird.jpg --mask wing.png --temperature 0.9 --out done`

export function addCompleteCommand(program: Command, cli: Cli): void {
  const command = program
    .command('complete')
    .summary('Fill a part of an image, several ways.')
    .description('Fills a part of an image, several ways, and ranks them by how likely they are.')
    .addHelpText('after', examples)
    .addHelpText('after', folderHelp)
    .requiredOption('--model <model>', 'Folder or id of the model.')
    .requiredOption('--image <path>', 'The image to complete, or a folder of images.')
    .addOption(new Option('--mask <file>', 'Fill what is white here.').conflicts(['rect', 'half']))
    .addOption(
      new Option('--rect <x,y,w,h>', 'Fill this rectangle, in pixels of the upright image.')
        .argParser(rectangle)
        .conflicts(['mask', 'half']),
    )
    .addOption(
      new Option('--half <side>', `Fill a half: ${halves.join(', ')}.`)
        .argParser(oneOf(halves))
        .conflicts(['mask', 'rect']),
    )
    .addOption(
      new Option('--count <n>', 'Completions to draw.')
        .argParser(wholeNumber({ min: 1, max: 256 }))
        .default(4),
    )
    .option('--seed <s>', 'The same seed draws the same completions (0 unless said).', seed)
    .option('--temperature <t>', '1 draws as the model says, 0 the likeliest value.', decimal({ min: 0 }))
    .option('--top-p <p>', 'Draw only among the likeliest values that reach this probability.', positive(1))
    .addOption(
      new Option('--fit <how>', "Scale to the model's size, or work at the image's own.")
        .argParser(oneOf(fits))
        .default('model'),
    )
    .addOption(
      new Option('--inference <how>', `One of ${inferences.join(', ')}.`)
        .argParser(oneOf(inferences))
        .default('auto'),
    )
    .option('--again', 'Of a folder: also draw anew what is there already.')
    .requiredOption('--out <folder>', 'Where the PNG files go.')
  addComputeOptions(command).action((options: CompleteOptions) =>
    report(cli, options, async (services) => {
      const specification = await completeSpecification(options, services, cli.terminal.cwd)
      if (await isFolder(specification.image)) {
        return completeFolder(specification, options, services, cli.terminal)
      }
      return completed(await runJob(specification, options, services, cli.terminal))
    }),
  )
}

/** The options as a job for the engine. Throws `invalid-argument` and `unsupported`. */
export async function completeSpecification(
  options: CompleteOptions,
  services: Pick<Services, 'modelFolder'>,
  cwd: string,
): Promise<Extract<JobSpecificationInput, { kind: 'complete' }>> {
  if (options.fit !== 'model') throw notYet('--fit', options.fit, 'model')
  if (options.inference !== 'auto' && options.inference !== 'raster') {
    throw notYet('--inference', options.inference, 'auto or raster')
  }
  const mask = maskSource(options, cwd)
  return defined({
    kind: 'complete' as const,
    model: await services.modelFolder(options.model),
    image: resolve(cwd, options.image),
    mask,
    count: options.count,
    out: resolve(cwd, options.out),
    seed: options.seed,
    temperature: options.temperature,
    topP: options.topP,
    runtime: options.runtime,
    threads: options.threads,
  })
}

function maskSource({ mask, rect, half }: CompleteOptions, cwd: string): MaskSource {
  if (mask !== undefined) return { from: 'file', path: resolve(cwd, mask) }
  if (rect) return { from: 'rectangle', rectangle: rect }
  if (half) return { from: 'half', half }
  throw new PixelloomError(
    'invalid-argument',
    'Say what to fill: --mask FILE, --rect X,Y,WIDTH,HEIGHT or --half SIDE.',
  )
}

function notYet(option: string, value: string, instead: string): PixelloomError {
  return new PixelloomError(
    'unsupported',
    `${option} ${value} is not part of this version: use ${instead}.`,
    option,
  )
}

function completed(result: ResultOf<'complete'>): Report {
  const completions = result.completions
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ file, nats, rank }) => ({ file, nats, rank }))
  const rows = completions.map(({ file, nats, rank }) => [rank, Number(nats.toFixed(2)), file] as const)
  return {
    json: { completions, seconds: result.seconds },
    lines: [
      ...table(['rank', 'nats', 'file'], rows),
      `${plural(completions.length, 'completion')} in ${duration(result.seconds)}.`,
    ],
  }
}
