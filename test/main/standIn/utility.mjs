// A utility process, as far as the program inside can tell: it has a parent port and no channel of Node's.
import { EventEmitter } from 'node:events'
import { pathToFileURL } from 'node:url'

const send = process.send.bind(process)
const port = new EventEmitter()
port.postMessage = (message) => send(message, undefined, undefined, () => undefined)
// As Electron's port does: what comes before anyone listens waits for the first who does.
port.once('newListener', (name) => {
  if (name !== 'message') throw new Error(`The engine listened to ${name} first.`)
  process.nextTick(() => process.on('message', (data) => port.emit('message', { data })))
})
process.on('disconnect', () => process.exit(0))
process.parentPort = port
process.send = undefined
await import(pathToFileURL(process.argv[2]).href)
