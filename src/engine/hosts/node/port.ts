import { PixelloomError } from '../../../shared/errors'
import type { EnginePort } from '../port'
import { type CardPort, portChannel } from './portChannel'

/** Electron adds this to `process` in a utility process; there is no package to import it from. */
interface UtilityPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown; ports?: readonly CardPort[] }) => void): void
}

function utilityPort(): UtilityPort | undefined {
  const { parentPort }: { parentPort?: UtilityPort } = process
  return parentPort
}

/** The line to whoever started this process: Electron's utility port, or the channel of a forked child. */
export function connectToOwner(): EnginePort {
  const port = utilityPort()
  if (port) {
    return {
      post: (message) => port.postMessage(message),
      onMessage: (listener) =>
        port.on('message', ({ data, ports: [line] = [] }) => listener(data, line && portChannel(line))),
      // Electron ends its utility processes itself.
      onClosed: () => undefined,
    }
  }
  const send = process.send?.bind(process)
  if (!send) {
    throw new PixelloomError(
      'internal',
      'This program is started by Pixelloom, not by hand: use bin/pixelloom.',
    )
  }
  return {
    post: (message) => void send(message, undefined, undefined, () => undefined),
    onMessage: (listener) => void process.on('message', (message) => listener(message)),
    onClosed: (listener) => void process.on('disconnect', listener),
  }
}
