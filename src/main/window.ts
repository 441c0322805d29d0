import { BrowserWindow, nativeTheme } from 'electron'
import type { Page } from './addresses'
import { sandboxed } from './sandbox'
import type { WindowState } from './windowState'

/** Files of the program that a window needs. Absolute paths. */
export interface WindowFiles {
  readonly preload: string
  readonly icon: string
}

/** The one window of the app: a page in a sandbox, which reaches the app through the preload script only. */
export function createWindow(
  page: Page,
  files: WindowFiles,
  { packaged, state }: { packaged: boolean; state: WindowState | undefined },
): BrowserWindow {
  const window = new BrowserWindow({
    ...(state?.bounds ?? { width: 1280, height: 860 }),
    minWidth: 760,
    minHeight: 560,
    show: false,
    title: 'Pixelloom',
    // Until the page has drawn itself.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#17181b' : '#fafafa',
    icon: files.icon,
    autoHideMenuBar: true,
    webPreferences: { ...sandboxed(files.preload), devTools: !packaged },
  })
  window.once('ready-to-show', () => {
    if (state?.maximized) window.maximize()
    window.show()
  })
  return window
}
