// npm test [-- arguments for vitest]: sets up, builds and runs all tests. With --long also those that
// take many minutes.
import { setUp } from './setup.mjs'
import { commandOf, repositoryRoot } from './support/paths.mjs'
import { runInTerminal } from './support/run.mjs'

const args = process.argv.slice(2)
await setUp()

const { code } = await runInTerminal(
  process.execPath,
  [commandOf('vitest'), 'run', ...args.filter((arg) => arg !== '--long')],
  {
    cwd: repositoryRoot,
    env: args.includes('--long') ? { ...process.env, PIXELLOOM_LONG: '1' } : process.env,
  },
)
process.exitCode = code
