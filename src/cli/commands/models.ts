import type { Command } from 'commander'
import { addCommonOptions, type Cli, type CommonOptions, report } from '../cli'
import { table } from '../words'

export function addModelsCommand(program: Command, cli: Cli): void {
  const command = program
    .command('models')
    .summary('List the models.')
    .description(
      'Lists the models of the data folder and the bundled ones. Damaged ones are named on stderr.',
    )
  addCommonOptions(command).action((options: CommonOptions) =>
    report(cli, options, async (services) => {
      const { models, damaged } = await services.listModels()
      for (const { path, reason } of damaged) cli.terminal.messages.write(`damaged ${path}: ${reason}\n`)
      const list = models.map(({ id, path, bundled, configuration }) => {
        const { architecture, channels, levels, size, small } = configuration
        const multiScale = small && { multiScale: small.size }
        return { id, path, architecture, channels, levels, size, ...multiScale, bundled }
      })
      const rows = list.map((model) => [
        model.id,
        model.architecture,
        `${model.size} x ${model.size}${model.multiScale ? ` from ${model.multiScale} x ${model.multiScale}` : ''}`,
        model.channels === 1 ? 'grey' : 'colour',
        model.levels,
        model.bundled ? 'bundled' : '',
        model.path,
      ])
      return {
        json: { models: list },
        lines: rows.length
          ? table(['id', 'architecture', 'size', 'channels', 'levels', '', 'folder'], rows)
          : ['There are no models yet. Train one: pixelloom train --data FOLDER --out MODEL'],
      }
    }),
  )
}
