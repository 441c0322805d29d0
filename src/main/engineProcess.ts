import type { UtilityProcess, utilityProcess } from 'electron'
import type { EngineChannel, SpawnEngine } from '../engine/hosts/channel'

/** Engine processes in Electron: utility processes, which live apart from the window and may die alone. */
export function utilityEngine(utility: Pick<typeof utilityProcess, 'fork'>, entry: string): SpawnEngine {
  return () => {
    const child = utility.fork(entry, [], { serviceName: 'Pixelloom engine', stdio: 'inherit' })
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
