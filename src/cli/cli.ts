import { type Command, Option } from 'commander'
import { type RuntimeName, runtimeNames } from '../shared/runtimes'
import { asJson } from './json'
import type { OpenServices, Services } from './services'
import type { Terminal } from './terminal'
import { oneOf, wholeNumber } from './values'

/** What every command is given. */
export interface Cli {
  readonly terminal: Terminal
  readonly version: string
  readonly open: OpenServices
  /** What the process will end with, unless something is thrown. */
  status: number
}

/** Options of every command. */
export interface CommonOptions {
  readonly json?: true
  readonly dataFolder?: string
}

/** Options of every command that runs a model. */
export interface ComputeOptions extends CommonOptions {
  readonly runtime: RuntimeName
  readonly threads?: number
  readonly quiet?: true
}

/** What a command leaves: an object for --json, lines for people. */
export interface Report {
  readonly json: object
  readonly lines: readonly string[]
  /** 0 unless said. */
  readonly status?: number
}

export function addCommonOptions(command: Command): Command {
  return command
    .helpOption('-h, --help', 'Show this help.')
    .option(
      '--data-folder <path>',
      "Where models and photos are kept (PIXELLOOM_DATA, or this system's place for them, unless said).",
    )
    .option('--json', 'Print the result as one JSON object, the last line of stdout.')
}

export function addComputeOptions(command: Command): Command {
  return addCommonOptions(command)
    .addOption(
      new Option('--runtime <name>', `What computes it: ${runtimeNames.join(', ')}.`)
        .default('auto')
        .argParser(oneOf(runtimeNames)),
    )
    .option('--threads <n>', 'Threads to compute with.', wholeNumber({ min: 1, max: 1024 }))
    .option('--quiet', 'Show no progress.')
}

/** Opens the services for one command, prints what it reports, and closes them whatever happens. */
export async function report(
  cli: Cli,
  options: CommonOptions,
  work: (services: Services) => Promise<Report>,
): Promise<void> {
  const { terminal } = cli
  const services = cli.open({ dataFolder: options.dataFolder, cwd: terminal.cwd })
  try {
    const { json, lines, status } = await work(services)
    if (status !== undefined) cli.status = status
    if (options.json) terminal.print(asJson(json))
    else for (const line of lines) terminal.print(line)
  } finally {
    await services.close()
  }
}
