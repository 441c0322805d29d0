import { fork } from 'node:child_process'
import type { EngineChannel, SpawnEngine } from '../channel'
import { passErrors } from './libraryLog'

/**
 * Engine processes under plain Node: `child_process.fork` of the built entry, with structured clones between.
 * The child writes nothing to stdout, which belongs to the caller's results. `environment` is set in all of them.
 */
export function forkEngine(entry: string, environment: Readonly<Record<string, string>> = {}): SpawnEngine {
  return (options = {}) => {
    const child = fork(entry, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: { ...process.env, ...environment, ...options.environment },
    })
    if (child.stderr) passErrors(child.stderr, options.libraryLog)
    let spawnFailure: string | undefined
    child.on('error', (error) => (spawnFailure = error.message))
    const channel: EngineChannel = {
      pid: child.pid,
      send(message) {
        // A process that is going away says so by its exit; a message that can't reach it is not news.
        if (child.connected) child.send(message, () => undefined)
      },
      onMessage: (listener) => void child.on('message', listener),
      onExit(listener) {
        let told = false
        const tell = (reason: string): void => {
          if (!told) listener(reason)
          told = true
        }
        child.on('error', (error) => {
          if (child.pid === undefined) tell(error.message)
        })
        child.on('exit', (code, signal) => tell(spawnFailure ?? signal ?? `exit code ${code}`))
      },
      kill: () => void child.kill('SIGKILL'),
    }
    return channel
  }
}
