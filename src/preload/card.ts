import { ipcRenderer } from 'electron'
import { cardPortMessage } from '../shared/remoteGpu/window'

/** Of the page's window, as much as a script beside it needs. */
declare const window: {
  postMessage(message: unknown, targetOrigin: string, transfer: readonly unknown[]): void
}

// The page of the hidden window gets one end of a line to an engine's process, and nothing else.
ipcRenderer.on(cardPortMessage, ({ ports }) => window.postMessage(cardPortMessage, '/', ports))
