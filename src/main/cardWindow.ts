import { BrowserWindow, MessageChannelMain, type MessagePortMain } from 'electron'
import { cardPortMessage } from '../shared/remoteGpu/window'
import type { Page } from './addresses'
import { sandboxed } from './sandbox'

/** A hidden window whose page lends its graphics card over a port. */
export interface CardWindow {
  readonly port: MessagePortMain
  close(): void
}

export interface CardWindowParts {
  readonly page: Page
  /** Absolute path of the hidden window's own preload script. */
  readonly preload: string
  /** The system wants all windows closed; this one stays until its engine has ended. */
  readonly askedToClose: () => void
}

/** The hidden windows of all engines that have a card. */
export interface CardWindows {
  /** Opens one more; throws where it can't be loaded, or the app is closing. */
  open(): Promise<CardWindow>
  /** Closes all, and opens none any more. */
  close(): void
}

export function cardWindows(parts: CardWindowParts): CardWindows {
  const all = new Set<CardWindow>()
  let isOver = false
  return {
    async open() {
      if (isOver) throw new Error('the app is closing')
      const opened = await openCardWindow(parts, () => !isOver)
      const window = {
        port: opened.port,
        close() {
          all.delete(window)
          opened.close()
        },
      }
      all.add(window)
      return window
    },
    close() {
      isOver = true
      for (const window of all) window.close()
    },
  }
}

/**
 * Opens a window that is never shown, of a page of its own, and hands it one end of a line; throws where it can't be
 * loaded. It is no window of the app: no menu, no place, and it doesn't keep the app open.
 */
async function openCardWindow(
  { page, preload, askedToClose }: CardWindowParts,
  /** Whether it stays where the system wants all windows closed. */
  stays: () => boolean,
): Promise<CardWindow> {
  const window = new BrowserWindow({
    show: false,
    skipTaskbar: true,
    focusable: false,
    title: 'Pixelloom',
    webPreferences: {
      ...sandboxed(preload),
      devTools: false,
      // It is always in the background.
      backgroundThrottling: false,
    },
  })
  const close = (): void => {
    if (!window.isDestroyed()) window.destroy()
  }
  // Its engine may have a training to save first.
  window.on('close', (event) => {
    if (!stays()) return
    event.preventDefault()
    askedToClose()
  })
  // The port closes with it, and the engine hears of that.
  window.webContents.on('render-process-gone', close)
  const { port1, port2 } = new MessageChannelMain()
  try {
    await window.loadURL(new URL('card/index.html', page.url).href)
    window.webContents.postMessage(cardPortMessage, undefined, [port2])
  } catch (thrown) {
    close()
    throw thrown
  }
  return { port: port1, close }
}
