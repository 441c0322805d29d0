import type { Command } from 'commander'
import { addCommonOptions, type Cli, type CommonOptions, report } from '../cli'
import type { Terminal } from '../terminal'
import { wholeNumber } from '../values'

interface ServeOptions extends CommonOptions {
  readonly port: number
}

const examples = `
Only this machine can reach it. On a machine reached over SSH, forward the port and open the printed address:
  ssh -L 7878:127.0.0.1:7878 gpu-box pixelloom serve --port 7878`

export function addServeCommand(program: Command, cli: Cli): void {
  const command = program
    .command('serve')
    .summary('Run the app in a browser.')
    .description('Runs the app in a browser on this machine and prints its address, which works once.')
    .addHelpText('after', examples)
    .option(
      '--port <p>',
      'Port on 127.0.0.1; any free one unless said.',
      wholeNumber({ min: 0, max: 65535 }),
      0,
    )
  addCommonOptions(command).action((options: ServeOptions) =>
    report(cli, options, async (services) => {
      const { terminal } = cli
      const served = await services.serve({
        port: options.port,
        onAddress: (address) =>
          terminal.messages.write(`That address is used up. For another browser: ${address}\n`),
      })
      const { address, port } = served
      // Listened for before the address is told: whoever reads it may stop at once.
      const stop = interrupted(terminal)
      terminal.print(options.json ? JSON.stringify({ address, port }) : address)
      terminal.messages.write('Open this address in a browser. Press Ctrl-C to stop.\n')
      await stop
      await served.close()
      return { json: { stopped: true }, lines: [] }
    }),
  )
}

/** Until Ctrl-C. A second one doesn't wait for jobs to stop. */
function interrupted(terminal: Terminal): Promise<void> {
  return new Promise((resolve) => {
    let count = 0
    terminal.onInterrupt(() => {
      count++
      if (count > 1) terminal.abandon(undefined)
      terminal.messages.write('Stopping.\n')
      resolve()
    })
  })
}
