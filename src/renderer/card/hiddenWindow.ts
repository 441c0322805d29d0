// The app's hidden window: lends its graphics card to the engine's process that holds the other end of the port.
import { cardPortMessage } from '../../shared/remoteGpu/window'
import { serveCard } from './executor'
import { portChannel } from './portChannel'

window.addEventListener('message', ({ data, source, ports: [port] }: MessageEvent<unknown>) => {
  if (source === window && data === cardPortMessage && port) serveCard(portChannel(port), navigator.gpu)
})
