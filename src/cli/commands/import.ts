import type { Command } from 'commander'
import { resolve } from 'node:path'
import { addCommonOptions, type Cli, type CommonOptions, report } from '../cli'

const examples = `
Example:
  pixelloom import ~/Downloads/birds.pixelloom
  pixelloom import ~/Downloads/birds`

export function addImportCommand(program: Command, cli: Cli): void {
  const command = program
    .command('import')
    .summary('Copy a model into the data folder.')
    .description(
      'Copies a model that `export` wrote, or a model folder (model.json and weights.safetensors), into the data folder.',
    )
    .argument('<path>', 'The file or model folder to copy.')
    .addHelpText('after', examples)
  addCommonOptions(command).action((from: string, options: CommonOptions) =>
    report(cli, options, async (services) => {
      const { id, path } = await services.importModel(resolve(cli.terminal.cwd, from))
      return { json: { id, path }, lines: [`Imported as ${id}, in ${path}`] }
    }),
  )
}
