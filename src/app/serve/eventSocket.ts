import type { WebSocket } from 'ws'
import { encodeWire } from '../../shared/contract/wire'
import type { App } from '../app'
import type { AppEvent } from '../events'
import { eventsPath } from './paths'
import type { SocketRoute } from './socketRoutes'

/** A browser that falls this far behind (a laptop asleep) is let go; it comes back and lists anew. */
const largestBacklog = 64 * 1024 * 1024

/** Browsers only listen here; what they say is not read. */
const largestMessage = 1024

/** Tells every connected browser the app's events, as wire JSON `{"event", "payload"}`. */
export function eventRoute(app: App): SocketRoute & { close(): void } {
  const listening = new Set<WebSocket>()

  function tell(event: AppEvent): void {
    if (listening.size === 0) return
    const text = encodeWire(event)
    for (const socket of listening) {
      if (socket.bufferedAmount > largestBacklog) socket.terminate()
      else socket.send(text)
    }
  }

  return {
    path: eventsPath,
    largestMessage,
    connected(socket) {
      listening.add(socket)
      socket.on('close', () => listening.delete(socket))
    },
    close: app.subscribe(tell),
  }
}
