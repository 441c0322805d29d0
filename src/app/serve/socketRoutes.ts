import { STATUS_CODES, type IncomingMessage, type Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Door } from './door'

/** What a WebSocket may come for. */
export interface SocketRoute {
  readonly path: string
  /** Bytes of a message from the browser; one that sends more is let go. */
  readonly largestMessage: number
  connected(socket: WebSocket, query: URLSearchParams): void
}

/** Lets WebSockets in that pass the door, each to its route. */
export function serveSockets(server: Server, door: Door, routes: readonly SocketRoute[]): { close(): void } {
  const all = new Map(
    routes.map((route) => {
      const options = { noServer: true, maxPayload: route.largestMessage, perMessageDeflate: false }
      return [route.path, { route, sockets: new WebSocketServer(options) }] as const
    }),
  )

  function upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    // A socket that breaks off is news to nobody, but an error without a listener would end the process.
    stream.on('error', () => stream.destroy())
    const [path = '', query = ''] = (request.url ?? '').split('?')
    const found = all.get(path)
    if (door.refuseUpgrade(request) !== undefined) return turnAway(stream, 403)
    if (!found) return turnAway(stream, 404)
    found.sockets.handleUpgrade(request, stream, head, (socket: WebSocket) => {
      socket.on('error', () => socket.terminate())
      found.route.connected(socket, new URLSearchParams(query))
    })
  }

  server.on('upgrade', upgrade)
  return {
    close() {
      for (const { sockets } of all.values()) {
        for (const socket of sockets.clients) socket.terminate()
        sockets.close()
      }
    },
  }
}

function turnAway(stream: Duplex, status: number): void {
  stream.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
