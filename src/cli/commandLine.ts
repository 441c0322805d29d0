import { Command, CommanderError } from 'commander'
import { type ErrorValue, PixelloomError, toErrorValue } from '../shared/errors'
import { addBenchCommand } from './commands/bench'
import { addCompleteCommand } from './commands/complete'
import { addCompressCommand, addDecompressCommand } from './commands/compress'
import { addDoctorCommand } from './commands/doctor'
import { addEvaluateCommand } from './commands/evaluate'
import { addExportCommand } from './commands/export'
import { addImportCommand } from './commands/import'
import { addModelsCommand } from './commands/models'
import { addRuntimesCommand } from './commands/runtimes'
import { addSampleCommand } from './commands/sample'
import { addServeCommand } from './commands/serve'
import { addTrainCommand } from './commands/train'
import { addVerifyCommand } from './commands/verify'
import type { Cli } from './cli'
import { CancelledByUser } from './jobs'
import { asJson } from './json'
import { exitStatus } from './terminal'

const description = `Pixelloom completes images with pixel recurrent neural networks, trained on this machine.

MODEL is a model's folder, or an id that \`pixelloom models\` lists. Messages and progress go to stderr; with --json the last line of stdout is one JSON object. Exit status: 0 done, 1 failed or cancelled, 2 wrong arguments.`

const examples = `
Examples:
  pixelloom train --data ~/Pictures/birds --out birds --minutes 30
  pixelloom complete --model birds --image bird.jpg --rect 120,80,60,60 --out done
  pixelloom serve`

const addCommands = [
  addTrainCommand,
  addCompleteCommand,
  addSampleCommand,
  addEvaluateCommand,
  addModelsCommand,
  addImportCommand,
  addExportCommand,
  addRuntimesCommand,
  addServeCommand,
  addDoctorCommand,
  addBenchCommand,
  addVerifyCommand,
  addCompressCommand,
  addDecompressCommand,
]

/** Runs one command line, without the program's name, and returns the exit status. Never throws. */
export async function runCommandLine(argv: readonly string[], shell: Omit<Cli, 'status'>): Promise<number> {
  const cli: Cli = { ...shell, status: exitStatus.done }
  try {
    await createProgram(cli).parseAsync([...argv], { from: 'user' })
    return cli.status
  } catch (error) {
    return fail(error, argv, cli)
  }
}

function createProgram(cli: Cli): Command {
  const { terminal } = cli
  const program = new Command('pixelloom')
    .description(description)
    .version(cli.version, '-V, --version', 'Print the version.')
    .helpOption('-h, --help', 'Show this help.')
    .helpCommand('help [command]', 'Show the help of a command.')
    .addHelpText('after', examples)
    .showHelpAfterError('Add --help to see what it takes.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => terminal.messages.write(text),
      getErrHelpWidth: () => terminal.messages.width,
    })
  for (const add of addCommands) add(program, cli)
  return program
}

function fail(error: unknown, argv: readonly string[], { terminal }: Cli): number {
  // Help and the version were asked for and have been printed.
  if (error instanceof CommanderError && error.exitCode === 0) return exitStatus.done
  const value = describe(error)
  if (!(error instanceof CommanderError)) terminal.messages.write(`error: ${sentence(value)}\n`)
  if (value.code === 'internal' && terminal.env['PIXELLOOM_DEBUG'] && error instanceof Error) {
    terminal.messages.write(`${error.stack}\n`)
  }
  if (argv.includes('--json')) {
    const result = error instanceof CancelledByUser ? error.result : undefined
    terminal.print(asJson({ error: value, ...(result && { result }) }))
  }
  return value.code === 'invalid-argument' ? exitStatus.wrongArguments : exitStatus.failed
}

function describe(error: unknown): ErrorValue {
  if (!(error instanceof CommanderError)) return toErrorValue(error)
  const message = error.message.replace(/^error: /, '')
  // Without a command commander has shown the help and says so with this code.
  const help = error.code === 'commander.help'
  return new PixelloomError(
    'invalid-argument',
    help ? 'No command was given.' : message.charAt(0).toUpperCase() + message.slice(1),
  ).toValue()
}

/** The message, with what it is about where the message doesn't say so itself. */
function sentence({ message, subject }: ErrorValue): string {
  return subject && !message.includes(subject) ? `${message} (${subject})` : message
}
