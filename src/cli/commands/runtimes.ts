import { type Command, Option } from 'commander'
import { chosenFor } from '../../shared/runtimes'
import { standardBatch, standardModel } from '../../shared/standardModel'
import type { InstallProgress, TensorflowSource } from '../../shared/tensorflow'
import { tensorflowSources } from '../../shared/tensorflow'
import { addCommonOptions, type Cli, type CommonOptions, report } from '../cli'
import { type ProgressView, progressView } from '../progress'
import { oneOf } from '../values'
import { byteCount, milliseconds, table } from '../words'

export function addRuntimesCommand(program: Command, cli: Cli): void {
  const command = program
    .command('runtimes')
    .summary('Show what this machine can compute with, or install TensorFlow.')
    .description('Shows what this machine can compute with, how fast each is, and why the rest does not run.')
  addCommonOptions(command).action((options: CommonOptions) =>
    report(cli, options, async (services) => {
      const runtimes = await services.runtimes()
      const rows = runtimes.map((report) => [
        report.name,
        report.available ? 'yes' : 'no',
        milliseconds(report.trainingMilliseconds),
        milliseconds(report.drawingMilliseconds),
        report.gigaflops === undefined ? '' : `${report.gigaflops.toFixed(1)} GFLOP/s`,
        [report.description, report.unmeasured].filter(Boolean).join(' '),
      ])
      const auto = { training: chosenFor('training', runtimes), drawing: chosenFor('drawing', runtimes) }
      return {
        json: { runtimes, model: standardModel.name, batch: standardBatch, auto },
        lines: [
          ...table(['runtime', 'runs', 'a step', 'an image', 'products', ''], rows),
          ...explainAuto(auto),
        ],
      }
    }),
  )
  addInstallCommand(command, cli)
  addRemoveCommand(command, cli)
}

/** What the figures are of, and what follows from them. */
function explainAuto({ training, drawing }: { training?: string; drawing?: string }): string[] {
  if (training === undefined || drawing === undefined) return []
  const choice = training === drawing ? training : `${training} to train and ${drawing} to draw`
  return [
    '',
    `A step: training on ${standardBatch} images; an image: drawing one, with a small model (${standardModel.name}). For it, auto takes ${choice};`,
    'where there is a choice, it measures each model anew when it is first used.',
  ]
}

interface InstallOptions extends CommonOptions {
  readonly from: TensorflowSource
  readonly python?: string
  readonly quiet?: true
}

/** The only runtime that is installed on request. */
const installable = ['tensorflow'] as const

function addInstallCommand(runtimes: Command, cli: Cli): void {
  const command = runtimes
    .command('install')
    .summary('Install TensorFlow, to compute on an NVIDIA card.')
    .description(
      "Installs TensorFlow into the data folder: its library, from a Python or its makers' archive, and an addon that is compiled for it. It is tried by a training step before it is offered. Needs npm and a C++ compiler.",
    )
    .argument('<runtime>', 'tensorflow.', oneOf(installable))
    .addOption(
      new Option(
        '--from <source>',
        `Where the library comes from: python (the TensorFlow of a Python, or by its pip) or download (the makers' archive).`,
      )
        .default('python')
        .argParser(oneOf(tensorflowSources)),
    )
    .option('--python <path>', 'The Python to take it from, or to fetch it by (python3 unless said).')
    .option('--quiet', 'Show no progress.')
  addCommonOptions(command).action((_runtime: string, chosen: InstallOptions) => {
    const options: InstallOptions = { ...runtimes.opts(), ...chosen }
    return report(cli, options, async ({ tensorflow }) => {
      const { terminal } = cli
      const view = progressView(terminal.messages, () => terminal.now(), options.quiet)
      const controller = new AbortController()
      const release = terminal.onInterrupt(() => controller.abort())
      try {
        const { explained, ...installed } = await tensorflow.install({
          from: options.from,
          python: options.python,
          signal: controller.signal,
          progress: (progress) => show(view, progress, options.quiet),
        })
        const where = explained.cards[0] ?? 'the processor'
        const why = explained.reason ? ` Not on a card: ${explained.reason}.` : ''
        return {
          json: { installed: { ...installed, ...explained } },
          lines: [
            `TensorFlow ${installed.version} is installed (${byteCount(installed.bytes)}) and trained a step on ${where}.${why}`,
            'Use it with --runtime tensorflow.',
          ],
        }
      } finally {
        release()
        view.end()
      }
    })
  })
}

function addRemoveCommand(runtimes: Command, cli: Cli): void {
  const command = runtimes
    .command('remove')
    .summary('Remove an installed TensorFlow.')
    .description('Removes what `runtimes install tensorflow` has put into the data folder, and nothing else.')
    .argument('<runtime>', 'tensorflow.', oneOf(installable))
  addCommonOptions(command).action((_runtime: string, chosen: CommonOptions) => {
    const options: CommonOptions = { ...runtimes.opts(), ...chosen }
    return report(cli, options, async ({ tensorflow }) => {
      const removed = tensorflow.installed()
      await tensorflow.remove()
      await tensorflow.tidy()
      const size = removed ? `, which frees ${byteCount(removed.bytes)}` : ''
      return { json: { removed }, lines: [`TensorFlow ${removed?.version} is removed${size}.`] }
    })
  })
}

const stages: Readonly<Record<InstallProgress['stage'], string>> = {
  library: 'Fetching TensorFlow',
  bindings: 'Fetching its bindings',
  compiling: 'Compiling the addon',
  verifying: 'Training a step',
}

function show(view: ProgressView, { stage, done, total }: InstallProgress, quiet = false): void {
  if (quiet) return
  if (done === undefined) return view.line(`${stages[stage]} …`)
  const size = total === undefined ? {} : { total: total / 1e6 }
  view.progress({ stage: stages[stage], done: done / 1e6, ...size, unit: 'MB' })
}
