import { type Command, Option } from 'commander'
import { resolve } from 'node:path'
import type { JobSpecificationInput, MaskSource } from '../../engine/protocol/specifications'
import { defaultParticles, type Fit, fits, type Inference, inferences } from '../../shared/completion'
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

export interface CompleteOptions extends ComputeOptions {
  readonly model: string
  readonly image: string
  readonly mask?: string
  readonly rect?: Rectangle
  readonly half?: (typeof halves)[number]
  readonly transparent?: boolean
  readonly scaleMask?: boolean
  readonly count: number
  readonly seed?: number
  readonly temperature?: number
  readonly topP?: number
  readonly fit?: Fit
  readonly seconds?: number
  readonly guide?: number
  readonly feather?: number
  readonly match?: boolean
  readonly frame?: Rectangle
  readonly like?: string
  readonly fromRow?: number
  readonly closeness?: number
  readonly inference?: Inference
  readonly particles?: number
  readonly out: string
  readonly again?: true
}

const examples = `
Exactly one of --mask, --rect, --half and --transparent says what to fill. A mask is an image of the same size: white
is to be filled, or, where any pixel of it is not opaque, what is transparent. Every other pixel stays as it was.

A hole that is large beside the model's pictures is drawn smaller and enlarged; --fit native draws it pixel by pixel at
the image's own size, which takes longer; --seconds says how long at most.

Examples:
  pixelloom complete --model mnist-pixelcnn --image digit.png --half bottom --out done
  pixelloom complete --model birds --image bird.jpg --rect 120,80,60,60 --count 8 --out done
  pixelloom complete --model birds --image bird.jpg --mask wing.png --fit native --seconds 60 --out done
  pixelloom complete --model birds --image cut-out.png --transparent --feather 8 --match --out done`

export function addCompleteCommand(program: Command, cli: Cli): void {
  const command = program
    .command('complete')
    .summary('Fill a part of an image, several ways.')
    .description('Fills a part of an image, several ways, and ranks them by how likely they are.')
    .addHelpText('after', examples)
    .addHelpText('after', folderHelp)
    .requiredOption('--model <model>', 'Folder or id of the model.')
    .requiredOption('--image <path>', 'The image to complete, or a folder of images.')
    .addOption(new Option('--mask <file>', 'Fill what is white here.').conflicts(others('mask')))
    .addOption(
      new Option('--rect <x,y,w,h>', 'Fill this rectangle, in pixels of the upright image.')
        .argParser(rectangle)
        .conflicts(others('rect')),
    )
    .addOption(
      new Option('--half <side>', `Fill a half: ${halves.join(', ')}.`)
        .argParser(oneOf(halves))
        .conflicts(others('half')),
    )
    .addOption(
      new Option('--transparent', 'Fill what is transparent in the image itself.').conflicts(
        others('transparent'),
      ),
    )
    .option('--scale-mask', 'Scale a mask of another size to the image, instead of refusing it.')
    .addOption(
      new Option('--count <n>', 'Completions to draw.')
        .argParser(wholeNumber({ min: 1, max: 256 }))
        .default(4),
    )
    .option('--seed <s>', 'The same seed draws the same completions (0 unless said).', seed)
    .option('--temperature <t>', '1 draws as the model says, 0 the likeliest value.', decimal({ min: 0 }))
    .option('--top-p <p>', 'Draw only among the likeliest values that reach this probability.', positive(1))
    .option(
      '--fit <how>',
      "model: scaled to the model's pictures (the default); native: at the image's own size.",
      oneOf(fits),
    )
    .option('--seconds <s>', 'Most seconds that --fit native may take; the rest is enlarged.', positive())
    .option(
      '--guide <share>',
      "How near --fit native keeps to what the model's scale makes of the hole: 0 not at all (the default), to 1.",
      decimal({ min: 0, max: 1 }),
    )
    .option(
      '--feather <n>',
      'Pixels inside the mask over which the image goes over into what is new.',
      wholeNumber({ min: 0, max: 1000 }),
    )
    .option('--match', 'Move the colours of what is new so that they meet the surroundings.')
    .option(
      '--inference <how>',
      `How what comes after the hole is seen: ${inferences.join(', ')}.`,
      oneOf(inferences),
    )
    .option(
      '--particles <n>',
      `Partial completions for each one (${defaultParticles} unless said).`,
      wholeNumber({ min: 1, max: 1024 }),
    )
    .option('--frame <x,y,w,h>', 'The part of the image that the model sees, around the hole.', rectangle)
    .option('--like <file>', 'Draw more like this finished completion of the same image.')
    .option('--from-row <n>', 'With --like: take over its rows above this one.', wholeNumber({ min: 0 }))
    .option(
      '--closeness <share>',
      'With --like: how near to keep to it: 0 not at all (the default), to 1.',
      decimal({ min: 0, max: 1 }),
    )
    .option('--again', 'Of a folder: also draw anew what is there already.')
    .requiredOption('--out <folder>', 'Where the PNG files go.')
  addComputeOptions(command).action((options: CompleteOptions) =>
    report(cli, options, async (services) => {
      const specification = await completeSpecification(options, services, cli.terminal.cwd)
      if (await isFolder(specification.image)) {
        return completeFolder(specification, options, services, cli.terminal)
      }
      return completed(await run(specification, options, services, cli))
    }),
  )
}

type CompleteInput = Extract<JobSpecificationInput, { kind: 'complete' }>

/** The options that say what to fill, each by itself. */
const masks = ['mask', 'rect', 'half', 'transparent'] as const

function others(one: (typeof masks)[number]): string[] {
  return masks.filter((name) => name !== one)
}

/** Runs the job; an error that an option helps against names it. */
async function run(
  specification: CompleteInput,
  options: CompleteOptions,
  services: Services,
  { terminal }: Pick<Cli, 'terminal'>,
): Promise<ResultOf<'complete'>> {
  try {
    return await runJob(specification, options, services, terminal)
  } catch (thrown) {
    if (!(thrown instanceof PixelloomError) || thrown.code !== 'mask-size') throw thrown
    const { code, message, subject } = thrown
    throw new PixelloomError(code, `${message} --scale-mask does it for you.`, subject, { cause: thrown })
  }
}

/** The options as a job for the engine. Throws `invalid-argument`. */
export async function completeSpecification(
  options: CompleteOptions,
  services: Pick<Services, 'modelFolder'>,
  cwd: string,
): Promise<CompleteInput> {
  const mask = maskSource(options, cwd)
  const like = likeOf(options, cwd)
  return defined({
    kind: 'complete' as const,
    model: await services.modelFolder(options.model),
    image: resolve(cwd, options.image),
    mask,
    scaleMask: options.scaleMask,
    count: options.count,
    out: resolve(cwd, options.out),
    seed: options.seed,
    temperature: options.temperature,
    topP: options.topP,
    fit: options.fit,
    seconds: options.seconds,
    guide: options.guide,
    feather: options.feather,
    match: options.match,
    frame: options.frame,
    like,
    inference: options.inference,
    particles: options.particles,
    runtime: options.runtime,
    threads: options.threads,
  })
}

function likeOf({ like, fromRow, closeness }: CompleteOptions, cwd: string): CompleteInput['like'] {
  if (like !== undefined) return defined({ file: resolve(cwd, like), fromRow, closeness })
  if (fromRow === undefined && closeness === undefined) return undefined
  const option = fromRow === undefined ? '--closeness' : '--from-row'
  throw new PixelloomError('invalid-argument', `${option} goes with --like FILE.`, option)
}

function maskSource({ mask, rect, half, transparent }: CompleteOptions, cwd: string): MaskSource {
  if (mask !== undefined) return { from: 'file', path: resolve(cwd, mask) }
  if (rect) return { from: 'rectangle', rectangle: rect }
  if (half) return { from: 'half', half }
  if (transparent) return { from: 'transparency' }
  throw new PixelloomError(
    'invalid-argument',
    'Say what to fill: --mask FILE, --rect X,Y,WIDTH,HEIGHT, --half SIDE or --transparent.',
  )
}

function completed(result: ResultOf<'complete'>): Report {
  const completions = result.completions.toSorted((a, b) => a.rank - b.rank)
  const rows = completions.map(
    ({ file, nats, rank, reason = '' }) => [rank, Number(nats.toFixed(2)), file, reason] as const,
  )
  return {
    json: {
      completions: completions.map(({ file, nats, rank, duplicateOf, reason }) =>
        defined({ file, nats, rank, duplicateOf, reason }),
      ),
      seconds: result.seconds,
      ...defined({ way: result.way, enlarged: result.enlarged, seen: result.seen }),
    },
    lines: [
      ...table(['rank', 'nats', 'file', 'why'], rows),
      `${plural(completions.length, 'completion')} in ${duration(result.seconds)}.`,
      ...enlargedText(result),
    ],
  }
}

/** Says how coarse a completion is, and what helps. */
function enlargedText({ enlarged = 1, seen }: ResultOf<'complete'>): string[] {
  if (!seen) return []
  const pixels = `${seen.width} x ${seen.height} pixels`
  return [
    `The model sees the hole and what is around it at ${pixels}; what it draws is enlarged ${enlarged.toFixed(1)} times. --fit native works at the photo's own size.`,
  ]
}
