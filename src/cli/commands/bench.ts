import { type Command, Option } from 'commander'
import { readFile, stat } from 'node:fs/promises'
import { availableParallelism, cpus } from 'node:os'
import { join, resolve } from 'node:path'
import { PixelloomError } from '../../shared/errors'
import { type ModelConfiguration, modelConfigurationSchema } from '../../shared/model/configuration'
import { type TimedTask, timedTasks } from '../../shared/timedTasks'
import { addComputeOptions, type Cli, type ComputeOptions, type Report, report } from '../cli'
import { type ResultOf, runJob } from '../jobs'
import { concreteRuntimes } from '../../shared/runtimes'
import { asMarkdown, measureEverything } from '../bench/everything'
import { paperBatch, paperModels } from '../bench/paperModels'
import { progressView } from '../progress'
import type { Services } from '../services'
import type { Terminal } from '../terminal'
import { oneOf, positive, wholeNumber } from '../values'
import { plural, table } from '../words'
import { defined } from './train'

export interface BenchOptions extends ComputeOptions {
  readonly config?: string
  readonly what?: TimedTask
  readonly batch?: number
  readonly runs?: number
  readonly pixels?: number
  readonly all?: true
  readonly minutes?: number
}

const pixelcnn = { architecture: 'pixelcnn', residual: true, skip: false } as const

/** Small networks that show how a machine does: digits in two levels, greys and colours in sixteen. */
const standard: readonly { name: string; configuration: ModelConfiguration }[] = [
  {
    name: 'digits 28x28',
    configuration: {
      ...pixelcnn,
      channels: 1,
      levels: 2,
      size: 28,
      hidden: 16,
      layers: 7,
      outputFeatures: 32,
    },
  },
  {
    name: 'grey 32x32',
    configuration: {
      ...pixelcnn,
      channels: 1,
      levels: 16,
      size: 32,
      hidden: 16,
      layers: 5,
      outputFeatures: 32,
    },
  },
  {
    name: 'colour 32x32',
    configuration: {
      ...pixelcnn,
      channels: 3,
      levels: 16,
      size: 32,
      hidden: 24,
      layers: 5,
      outputFeatures: 48,
    },
  },
]

const examples = `
Examples:
  pixelloom bench
  pixelloom bench --all --minutes 20
  pixelloom bench --config mnist-pixelcnn/model.json --what train --batch 16 --json`

export function addBenchCommand(program: Command, cli: Cli): void {
  const command = program
    .command('bench')
    .summary('Measure how fast models run here.')
    .description('Measures how fast models run here: one configuration, or a table of small ones.')
    .addHelpText('after', examples)
    .option('--config <file>', 'A model.json, or a model folder.')
    .addOption(
      new Option(
        '--what <task>',
        `One of ${timedTasks.join(', ')} (train unless said; all in the table).`,
      ).argParser(oneOf(timedTasks)),
    )
    .option('--batch <n>', 'Images at a time (16 unless said).', wholeNumber({ min: 1, max: 4096 }))
    .option('--runs <n>', 'Times to measure (5 unless said).', wholeNumber({ min: 1, max: 1000 }))
    .option(
      '--pixels <n>',
      'Of sample: draw so many, in the middle (all unless said).',
      wholeNumber({ min: 1 }),
    )
    .addOption(
      new Option(
        '--all',
        "Measure the paper's models on every runtime, training and drawing, as a table in Markdown.",
      ).conflicts(['config', 'what', 'batch', 'runs', 'pixels']),
    )
    .option('--minutes <n>', 'Of --all: take about so long (10 unless said).', positive())
  addComputeOptions(command).action((options: BenchOptions) =>
    report(cli, options, async (services) => {
      if (options.all) return measureAll(options, services, cli.terminal)
      const measure = (configuration: ModelConfiguration, what: TimedTask): Promise<ResultOf<'bench'>> => {
        const { batch, runs, pixels, runtime, threads } = options
        const specification = {
          kind: 'bench' as const,
          configuration,
          what,
          batch,
          runs,
          pixels,
          runtime,
          threads,
        }
        return runJob(defined(specification), options, services, cli.terminal)
      }
      if (options.config !== undefined) {
        const configuration = await readConfiguration(resolve(cli.terminal.cwd, options.config))
        const measured = await measure(configuration, options.what ?? 'train')
        const { what, seconds, imagesPerSecond, operations, memoryBytes } = measured
        const line = `${what}: ${imagesPerSecond.toFixed(1)} images/s, ${seconds.toFixed(4)} s a batch`
        return { json: { what, seconds, imagesPerSecond, operations, memoryBytes }, lines: [line] }
      }
      const results = []
      for (const { name, configuration } of standard) {
        for (const task of options.what ? [options.what] : timedTasks) {
          const { what, seconds, imagesPerSecond } = await measure(configuration, task)
          results.push({ name, what, seconds, imagesPerSecond })
        }
      }
      const rows = results.map((one) => [one.name, one.what, Number(one.imagesPerSecond.toFixed(1))])
      return { json: { results }, lines: table(['model', 'what', 'images/s'], rows) }
    }),
  )
}

const usualMinutes = 10

/** The whole table; on an interrupt as far as it is. */
async function measureAll(
  { runtime, threads, minutes = usualMinutes, quiet }: BenchOptions,
  services: Services,
  terminal: Terminal,
): Promise<Report> {
  const view = progressView(terminal.messages, () => terminal.now(), quiet)
  const controller = new AbortController()
  const release = terminal.onInterrupt(() => controller.abort())
  try {
    const results = await measureEverything(services, {
      models: paperModels,
      runtimes: runtime === 'auto' ? concreteRuntimes : [runtime],
      threads,
      seconds: minutes * 60,
      now: () => terminal.now(),
      signal: controller.signal,
      tell: (line) => {
        if (!quiet) view.line(line)
      },
    })
    const machine = { processor: processor(), cores: availableParallelism(), node: process.version }
    const where = `${machine.processor}, ${plural(machine.cores, 'core')}, Node ${process.versions.node}; batch ${paperBatch} to train, one image to draw.`
    return { json: { machine, batch: paperBatch, results }, lines: [where, '', ...asMarkdown(results)] }
  } finally {
    release()
    view.end()
  }
}

function processor(): string {
  return cpus()[0]?.model.trim() || process.arch
}

async function readConfiguration(path: string): Promise<ModelConfiguration> {
  try {
    const file = (await stat(path)).isDirectory() ? join(path, 'model.json') : path
    return modelConfigurationSchema.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch (error) {
    throw new PixelloomError(
      'invalid-argument',
      `${path} is not a model configuration: name a model.json that holds one.`,
      path,
      { cause: error },
    )
  }
}
