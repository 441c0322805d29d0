import type { UtilityProcess, utilityProcess } from 'electron'
import type { EngineChannel, SpawnEngine } from '../engine/hosts/channel'
import { lenderVariable } from '../engine/hosts/cardAsker'
import { withoutCards } from '../engine/hosts/lendCards'
import { passErrors } from '../engine/hosts/node/libraryLog'
import type { CardWindow } from './cardWindow'
import { lendWindow } from './lendWindow'

/**
 * Engine processes in Electron: utility processes, which live apart from the window and may die alone. `openCard` opens a
 * hidden window for one that asks for a graphics card; without it none is lent.
 */
export function utilityEngine(
  utility: Pick<typeof utilityProcess, 'fork'>,
  entry: string,
  environment: Readonly<Record<string, string>> = {},
  openCard?: () => Promise<CardWindow>,
): SpawnEngine {
  return (options = {}) => {
    const child = utility.fork(entry, [], {
      serviceName: 'Pixelloom engine',
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        ...process.env,
        ...environment,
        ...(openCard && { [lenderVariable]: '1' }),
        ...options.environment,
      },
    })
    if (child.stderr) passErrors(child.stderr, options.libraryLog)
    const channel = channelOf(child)
    if (!openCard) return channel
    lendWindow(child, channel, openCard)
    return withoutCards(channel)
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
