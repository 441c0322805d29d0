import { app, type BrowserWindow, Menu, nativeTheme, Notification, shell } from 'electron'
import type { App } from '../app/app'
import type { Command } from '../shared/commands'
import { dockTemplate, menuTemplate, type MenuParts, textMenu } from './menu'
import type { MainWindow } from './mainWindow'
import { watchNotices, type Notices } from './notices'
import type { Preferences } from './preferences'
import type { Texts } from './text'

interface Dressing {
  readonly command: (command: Command) => void
  readonly logFile: string
  readonly icon: string
}

/** The menus and the looks of the system's own parts, in the person's language and theme. */
export function dress(preferences: Preferences, { command, logFile, icon }: Dressing): void {
  const texts = preferences.texts()
  nativeTheme.themeSource = preferences.settings().appearance.theme
  const menu: MenuParts = {
    platform: process.platform,
    packaged: app.isPackaged,
    texts,
    command,
    showLog: () => shell.showItemInFolder(logFile),
    about: () => app.showAboutPanel(),
  }
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(menu)))
  app.dock?.setMenu(Menu.buildFromTemplate(dockTemplate(menu)))
  app.setAboutPanelOptions({
    applicationName: 'Pixelloom',
    applicationVersion: app.getVersion(),
    copyright: texts.about,
    iconPath: icon,
  })
}

/** Notices of the system while the window isn't in front. */
export function notify(
  services: Pick<App, 'subscribe'>,
  window: MainWindow,
  preferences: Preferences,
): Notices {
  return watchNotices({
    app: services,
    notification: Notification,
    focused: () => window.current()?.isFocused() ?? false,
    settings: () => preferences.settings(),
    texts: () => preferences.texts(),
    show: () => window.show(),
    badge: (count) => void app.setBadgeCount(count),
  })
}

/** A menu for texts, by the right button. */
export function offerTextMenu(window: BrowserWindow, texts: () => Texts): void {
  window.webContents.on('context-menu', (_event, at) => {
    const template = textMenu(texts(), at)
    if (template.length > 0) Menu.buildFromTemplate(template).popup({ window })
  })
}
