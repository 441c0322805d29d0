import { app, type BrowserWindow, dialog, screen } from 'electron'
import { join } from 'node:path'
import type { Page } from './addresses'
import { confirmClosing } from './closing'
import { offerTextMenu } from './desktop'
import type { Texts } from './text'
import { createWindow, type WindowFiles } from './window'
import { recallWindow, rememberWindow } from './windowState'

export interface MainWindowParts {
  readonly page: Page
  readonly files: WindowFiles
  readonly dataFolder: string
  readonly texts: () => Texts
  /** Is a training going on, or paused? */
  readonly training: () => boolean
  /** The person is at the window. */
  readonly seen: () => void
  readonly log: (message: string) => void
  /** It is closed. */
  readonly closed: () => void
  /** The person was asked whether to close it, and stays. */
  readonly stay: () => void
}

/** The app's one window, which a Mac's app may be without for a while. */
export interface MainWindow {
  current(): BrowserWindow | undefined
  open(): Promise<void>
  /** Brings it to the front, opening it where there is none. */
  show(): void
}

export function mainWindow(parts: MainWindowParts): MainWindow {
  const { page, files, texts, log } = parts
  const stateFile = join(parts.dataFolder, 'window', 'place.json')
  let window: BrowserWindow | undefined
  const current = (): BrowserWindow | undefined => (window?.isDestroyed() ? undefined : window)

  async function open(): Promise<void> {
    const areas = screen.getAllDisplays().map(({ workArea }) => workArea)
    const opened = createWindow(page, files, {
      packaged: app.isPackaged,
      state: recallWindow(stateFile, areas),
    })
    window = opened
    offerTextMenu(opened, texts)
    const ask = (question: Electron.MessageBoxSyncOptions): number =>
      dialog.showMessageBoxSync(opened, question)
    confirmClosing(opened, ask, parts.training, texts, parts.stay)
    rememberWindow(opened, stateFile, log)
    opened.on('focus', () => parts.seen())
    opened.on('closed', () => parts.closed())
    await opened.loadURL(page.url)
  }

  return {
    current,
    open,
    show() {
      const shown = current()
      if (!shown) {
        open().catch((error: unknown) => log(`The window could not be opened: ${String(error)}`))
        return
      }
      if (shown.isMinimized()) shown.restore()
      shown.show()
      shown.focus()
    },
  }
}
