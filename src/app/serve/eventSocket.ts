import { STATUS_CODES, type IncomingMessage, type Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import { encodeWire } from '../../shared/contract/wire'
import type { App } from '../app'
import type { AppEvent } from '../events'
import type { Door } from './door'
import { eventsPath } from './paths'

/** A browser that falls this far behind (a laptop asleep) is let go; it comes back and lists anew. */
const largestBacklog = 64 * 1024 * 1024

/** Browsers only listen here; what they say is not read. */
const largestMessage = 1024

/** Tells every connected browser the app's events, as wire JSON `{"event", "payload"}`. */
export function serveEvents(server: Server, app: App, door: Door): { close(): void } {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: largestMessage,
    perMessageDeflate: false,
  })

  function tell(event: AppEvent): void {
    if (sockets.clients.size === 0) return
    const text = encodeWire(event)
    for (const socket of sockets.clients) {
      if (socket.bufferedAmount > largestBacklog) socket.terminate()
      else socket.send(text)
    }
  }

  function upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    // A socket that breaks off is news to nobody, but an error without a listener would end the process.
    stream.on('error', () => stream.destroy())
    const found = (request.url ?? '').split('?')[0] === eventsPath
    if (door.refuseUpgrade(request) !== undefined) return turnAway(stream, 403)
    if (!found) return turnAway(stream, 404)
    sockets.handleUpgrade(request, stream, head, (socket: WebSocket) => {
      socket.on('error', () => socket.terminate())
    })
  }

  const unsubscribe = app.subscribe(tell)
  server.on('upgrade', upgrade)
  return {
    close() {
      unsubscribe()
      for (const socket of sockets.clients) socket.terminate()
      sockets.close()
    },
  }
}

function turnAway(stream: Duplex, status: number): void {
  stream.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
