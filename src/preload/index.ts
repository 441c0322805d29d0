import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { type Bridge, eventChannel, imageScheme, invokeChannel, type Reply } from '../shared/contract/api'
import { isEventName } from '../shared/contract/events'
import { isMethodName, type MethodOutput } from '../shared/contract/methods'
import { forwardEvents } from './events'

const events = forwardEvents((receive) => {
  ipcRenderer.on(eventChannel, (_event, name: unknown, payload: unknown) => receive(name, payload))
})

/** All that the page may reach: the contract's requests and events, by name, and nothing else of Electron. */
const bridge: Bridge = {
  async invoke(method, input) {
    // The page is not compiled against this: a name may be anything.
    if (typeof method !== 'string' || !isMethodName(method)) {
      return { ok: false, error: { code: 'invalid-argument', message: 'There is no such request.' } }
    }
    try {
      // What comes back was checked against the contract where it came from.
      return (await ipcRenderer.invoke(invokeChannel, method, input)) as Reply<MethodOutput<typeof method>>
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      return { ok: false, error: { code: 'internal', message: `The app did not answer: ${message}` } }
    }
  },
  on(event, listener) {
    if (typeof event !== 'string' || !isEventName(event)) throw new TypeError('There is no such event.')
    return events.on(event, listener)
  },
  imageUrl: (address) => `${imageScheme}://local/${address.split('/').map(encodeURIComponent).join('/')}`,
  pathOf(file) {
    try {
      return webUtils.getPathForFile(file as Parameters<typeof webUtils.getPathForFile>[0]) || undefined
    } catch {
      // Not a file at all: then it has no path either.
      return undefined
    }
  },
}

contextBridge.exposeInMainWorld('pixelloom', bridge)
