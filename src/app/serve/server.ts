import { createServer, type IncomingMessage, type Server as HttpServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { imagePath } from '../../shared/contract/api'
import { PixelloomError } from '../../shared/errors'
import type { App } from '../app'
import type { BrowserCards } from '../cards/browserCards'
import { createApiHandler } from './api'
import { cardRoute } from './cardSocket'
import { createDoor } from './door'
import { eventRoute } from './eventSocket'
import { createImageHandler } from './images'
import { apiPath } from './paths'
import { refuse, sendPage, setSecurityHeaders } from './responses'
import { serveSockets } from './socketRoutes'
import { createStaticHandler } from './staticFiles'
import type { RequestHandler } from './types'

export interface ServerOptions {
  readonly app: App
  /** 0 takes any free port. */
  readonly port: number
  /** The built renderer (out/renderer). */
  readonly rendererFolder: string
  /** A token works once; whenever one was used, the address with the next one comes here. */
  readonly onNewAddress?: (address: string) => void
  /** Where pages may lend their graphics card; nowhere where left out. */
  readonly cards?: BrowserCards
}

export interface Server {
  /** With a one-time token: `http://127.0.0.1:PORT/?token=...`. */
  readonly address: string
  readonly port: number
  close(): Promise<void>
}

/** Only this machine: whoever sits elsewhere comes through SSH. */
const loopback = '127.0.0.1'

/**
 * The app in a browser: the renderer's files, the contract as `POST /api/<method>`, events over a
 * WebSocket at `/events`, images at `/images/<address>`, and a page that lends its graphics card at `/card`. Every request passes the door (door.ts) first.
 * `invalid-argument` where the port is taken.
 */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { app, rendererFolder, onNewAddress, cards } = options
  const server = createServer()
  const port = await listen(server, options.port)
  const door = createDoor(port, (token) => onNewAddress?.(addressWith(token)))
  const api = createApiHandler(app)
  const images = createImageHandler(app)
  const files = createStaticHandler(rendererFolder)

  function addressWith(token: string): string {
    return `http://${loopback}:${port}/?token=${token}`
  }

  function route(request: IncomingMessage, url: URL): RequestHandler | undefined {
    if (url.pathname.startsWith(apiPath)) return request.method === 'POST' ? api : undefined
    if (request.method !== 'GET' && request.method !== 'HEAD') return undefined
    return url.pathname.startsWith(imagePath) ? images : files
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    setSecurityHeaders(response, port)
    const passed = door.pass(request)
    if ('refused' in passed) return refuse(request, response, 403, passed.refused)
    if ('cookie' in passed) {
      response.setHeader('Set-Cookie', passed.cookie)
      response.writeHead(303, { Location: '/', 'Cache-Control': 'no-store' }).end()
      return
    }
    const handler = route(request, passed.url)
    if (!handler) return refuse(request, response, 405, 'This address does not take such a request.')
    await handler(request, response, passed.url)
  }

  server.on('request', (request, response) => {
    answer(request, response).catch(() => {
      // Whatever it was, a half-sent answer can only be cut off, and one not begun says that it failed.
      if (response.headersSent) response.destroy()
      else sendPage(response, 500, 'Pixelloom could not answer. Reload the page.')
    })
  })
  const events = eventRoute(app)
  const sockets = serveSockets(server, door, [events, ...(cards ? [cardRoute(cards)] : [])])

  return {
    address: addressWith(door.token()),
    port,
    async close() {
      events.close()
      sockets.close()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
    },
  }
}

function listen(server: HttpServer, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    // Stays for good: once it listens, an error is that of one connection, which is gone by itself.
    server.on('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'EADDRINUSE' ? 'another program uses it' : error.message
      const message = `Port ${port} can't be opened: ${reason}. Choose another with --port, or 0 for any.`
      reject(new PixelloomError('invalid-argument', message, 'port', { cause: error }))
    })
    server.listen(port, loopback, () => resolve((server.address() as AddressInfo).port))
  })
}
