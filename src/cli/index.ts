import { runCommandLine } from './commandLine'
import { nodeServices } from './nodeServices'
import { processTerminal } from './terminal'
import { packageVersion } from './version'

const version = packageVersion(import.meta.url)
const open = nodeServices({ folder: import.meta.dirname, url: import.meta.url, version })

// A reader that has enough (`pixelloom models | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})
process.exitCode = await runCommandLine(process.argv.slice(2), { terminal: processTerminal(), version, open })
