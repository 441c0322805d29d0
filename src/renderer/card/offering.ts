import { cardPath, pageParameter, takenCode } from '../../shared/remoteGpu/socket'
import { serveCard } from './executor'
import { socketChannel } from './socketChannel'

/** How it goes: `lent`: the app can have it; `elsewhere`: it has another page's; `away`: the app doesn't answer. */
export type OfferState = 'lent' | 'elsewhere' | 'away'

/** Milliseconds to the next try. */
const pause = 2000

/**
 * Offers this page's graphics card to the app that served it, until the page goes: always with one line open that nobody
 * uses yet, since each engine has one of its own.
 */
export function offerCard(gpu: GPU, tell: (state: OfferState) => void): void {
  const { protocol, host } = self.location
  const address = `${protocol === 'https:' ? 'wss' : 'ws'}://${host}${cardPath}?${pageParameter}=${crypto.randomUUID()}`

  function open(): void {
    const socket = new WebSocket(address)
    let isUsed = false
    socket.addEventListener('open', () => tell('lent'))
    socket.addEventListener(
      'message',
      () => {
        isUsed = true
        open()
      },
      { once: true },
    )
    socket.addEventListener('close', ({ code }) => {
      if (isUsed) return
      tell(code === takenCode ? 'elsewhere' : 'away')
      setTimeout(open, pause)
    })
    serveCard(socketChannel(socket), gpu)
  }
  open()
}
