import type { Command } from 'commander'
import { resolve } from 'node:path'
import { addCommonOptions, type Cli, type CommonOptions, report } from '../cli'

interface ExportOptions extends CommonOptions {
  readonly model: string
  readonly out: string
}

const examples = `
Example:
  pixelloom export --model birds --out ~/Desktop/birds.pixelloom
  pixelloom export --model birds --out ~/Desktop/birds`

export function addExportCommand(program: Command, cli: Cli): void {
  const command = program
    .command('export')
    .summary('Copy a model into a file or folder to hand on.')
    .description('Copies a model into one file, or a folder, to hand on. `import` takes it in again.')
    .addHelpText('after', examples)
    .requiredOption('--model <model>', 'Folder or id of the model.')
    .requiredOption('--out <path>', 'The file to make, ending in .pixelloom, or the folder.')
  addCommonOptions(command).action((options: ExportOptions) =>
    report(cli, options, async (services) => {
      const path = resolve(cli.terminal.cwd, options.out)
      await services.exportModel(options.model, path)
      return { json: { path }, lines: [`Exported to ${path}`] }
    }),
  )
}
