import type { Command } from 'commander'
import { addCommonOptions, type Cli, type CommonOptions, report } from '../cli'
import { table } from '../words'

export function addRuntimesCommand(program: Command, cli: Cli): void {
  const command = program
    .command('runtimes')
    .summary('Show what this machine can compute with.')
    .description('Shows what this machine can compute with, how fast each is, and why the rest does not run.')
  addCommonOptions(command).action((options: CommonOptions) =>
    report(cli, options, async (services) => {
      const runtimes = await services.runtimes()
      const rows = runtimes.map(({ name, available, description, gigaflops }) => [
        name,
        available ? 'yes' : 'no',
        gigaflops === undefined ? '' : `${gigaflops.toFixed(1)} GFLOP/s`,
        description,
      ])
      return { json: { runtimes }, lines: table(['runtime', 'runs', 'speed', ''], rows) }
    }),
  )
}
