import type { IpcMain, WebContents } from 'electron'
import type { App } from '../app/app'
import type { AppEvent } from '../app/events'
import { eventChannel, invokeChannel, type Reply } from '../shared/contract/api'
import type { Page } from './addresses'
import { isTrustedSender } from './security'

/**
 * The contract over Electron's IPC: one channel for requests, one for events. Inputs and outputs are checked
 * by the app itself; only who asks is checked here. Returns the function that takes it all down.
 */
export function connectWindow(
  ipc: Pick<IpcMain, 'handle' | 'removeHandler'>,
  app: Pick<App, 'dispatch' | 'subscribe'>,
  contents: () => WebContents | undefined,
  page: Page,
): () => void {
  ipc.handle(invokeChannel, async (event, method: unknown, input: unknown): Promise<Reply<unknown>> => {
    if (!isTrustedSender(event, contents(), page)) {
      return {
        ok: false,
        error: { code: 'forbidden', message: 'Only the window of Pixelloom may ask for this.' },
      }
    }
    return app.dispatch(typeof method === 'string' ? method : '', input)
  })
  const unsubscribe = app.subscribe(tellWindow(contents))
  return () => {
    unsubscribe()
    ipc.removeHandler(invokeChannel)
  }
}

/** Tells the page an event of the contract; nobody, where there is no page. */
export function tellWindow(contents: () => WebContents | undefined): (event: AppEvent) => void {
  return ({ event, payload }) => {
    const target = contents()
    if (target && !target.isDestroyed()) target.send(eventChannel, event, payload)
  }
}
