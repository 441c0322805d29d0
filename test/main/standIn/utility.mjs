// A utility process, as far as the program inside can tell: it has a parent port and no channel of Node's.
import { EventEmitter } from 'node:events'
import { pathToFileURL } from 'node:url'

const send = process.send.bind(process)
const port = new EventEmitter()
port.postMessage = (message) => send(message, undefined, undefined, () => undefined)
// As Electron's port does: what comes before anyone listens waits for the first who does.
port.once('newListener', (name) => {
  if (name !== 'message') throw new Error(`The engine listened to ${name} first.`)
  process.nextTick(() => process.on('message', receive))
})
/** Ports that came along, by number; see ports.ts. */
const ports = new Map()
function receive(message) {
  if (message.standInPort === undefined) return port.emit('message', { data: message, ports: [] })
  const { standInPort: id } = message
  const known = ports.get(id)
  if (message.closed) return known?.emit('close')
  if (message.with === undefined) return known?.emit('message', { data: message.data })
  const sent = Object.assign(new EventEmitter(), {
    start: () => undefined,
    postMessage: (data) => port.postMessage({ standInPort: id, data }),
    close: () => port.postMessage({ standInPort: id, closed: true }),
  })
  ports.set(id, sent)
  port.emit('message', { data: message.with, ports: [sent] })
}
process.on('disconnect', () => process.exit(0))
process.parentPort = port
process.send = undefined
await import(pathToFileURL(process.argv[2]).href)
