import type { WebSocket } from 'ws'
import type { ByteChannel } from '../../shared/remoteGpu/byteChannel'
import { longestReply } from '../../shared/remoteGpu/frames'
import { cardPath, pageParameter, takenCode } from '../../shared/remoteGpu/socket'
import type { BrowserCards } from '../cards/browserCards'
import type { SocketRoute } from './socketRoutes'

/** A browser that falls this far behind is let go, and its card counts as lost. */
const largestBacklog = 512 * 1024 * 1024

/** What pages call themselves: random, so that no two are the same. */
const pageName = /^[\w-]{8,64}$/

/** How WebSocket's standard closes on who breaks rules. */
const notOurs = 1008

/** Where the page that lends its graphics card connects; another one is told so, and let go. */
export function cardRoute(cards: Pick<BrowserCards, 'offer'>): SocketRoute {
  return {
    path: cardPath,
    largestMessage: longestReply,
    connected(socket, query) {
      const page = query.get(pageParameter) ?? ''
      if (!pageName.test(page)) return socket.close(notOurs)
      if (!cards.offer(page, socketChannel(socket))) socket.close(takenCode)
    },
  }
}

function socketChannel(socket: WebSocket): ByteChannel {
  return {
    send(bytes) {
      if (socket.bufferedAmount > largestBacklog) socket.terminate()
      else if (socket.readyState === socket.OPEN) socket.send(bytes)
    },
    onMessage(listener) {
      socket.on('message', (data, isBinary) => {
        if (isBinary && data instanceof Uint8Array) listener(data)
        // No page of ours speaks in text.
        else socket.terminate()
      })
    },
    onClosed: (listener) => void socket.on('close', listener),
    close: () => socket.close(),
  }
}
