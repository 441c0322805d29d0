import type { UtilityProcess, utilityProcess } from 'electron'
import type { EngineChannel, SpawnEngine } from '../engine/hosts/channel'
import { passErrors } from '../engine/hosts/node/libraryLog'

/** Engine processes in Electron: utility processes, which live apart from the window and may die alone. */
export function utilityEngine(
  utility: Pick<typeof utilityProcess, 'fork'>,
  entry: string,
  environment: Readonly<Record<string, string>> = {},
): SpawnEngine {
  return (options = {}) => {
    const child = utility.fork(entry, [], {
      serviceName: 'Pixelloom engine',
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, ...environment, ...options.environment },
    })
    if (child.stderr) passErrors(child.stderr, options.libraryLog)
    return channelOf(child)
  }
}

function channelOf(child: UtilityProcess): EngineChannel {
  let gone: string | undefined
  child.on('exit', (code) => (gone = `exit code ${code}`))
  return {
    get pid() {
      return child.pid
    },
    send(message) {
      // A process that is going away says so by its exit.
      if (gone === undefined) child.postMessage(message)
    },
    onMessage: (listener) => void child.on('message', listener),
    onExit(listener) {
      if (gone !== undefined) listener(gone)
      else child.once('exit', (code) => listener(`exit code ${code}`))
    },
    kill: () => void child.kill(),
  }
}
