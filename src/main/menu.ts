import type { MenuItemConstructorOptions } from 'electron'
import type { Command } from '../shared/commands'
import type { Texts } from './text'

export interface MenuParts {
  readonly platform: NodeJS.Platform
  readonly packaged: boolean
  readonly texts: Texts
  readonly command: (command: Command) => void
  readonly showLog: () => void
  readonly about: () => void
}

/**
 * The window's menu in the person's language. What the page does by keys of its own has its key shown here, but not
 * taken from the page: undo is the text's in a field and a stroke's on the photo, and only the page knows which.
 */
export function menuTemplate(parts: MenuParts): MenuItemConstructorOptions[] {
  const mac = parts.platform === 'darwin'
  return [
    ...(mac ? [appMenu(parts)] : []),
    fileMenu(parts),
    editMenu(parts),
    viewMenu(parts),
    windowMenu(parts),
    helpMenu(parts),
  ]
}

const separator: MenuItemConstructorOptions = { type: 'separator' }

/** An item that the page acts on; its key belongs to the page. */
function item(
  { command }: MenuParts,
  label: string,
  asks: Command,
  accelerator?: string,
): MenuItemConstructorOptions {
  return {
    label,
    click: () => command(asks),
    ...(accelerator !== undefined && { accelerator, registerAccelerator: false }),
  }
}

function settingsItem(parts: MenuParts): MenuItemConstructorOptions {
  const { texts, command } = parts
  return { label: texts.menu.settings, accelerator: 'CmdOrCtrl+,', click: () => command('show-settings') }
}

function appMenu(parts: MenuParts): MenuItemConstructorOptions {
  const { menu } = parts.texts
  return {
    label: 'Pixelloom',
    submenu: [
      { role: 'about', label: menu.about },
      separator,
      settingsItem(parts),
      separator,
      { role: 'services' },
      separator,
      { role: 'hide', label: menu.hide },
      { role: 'hideOthers', label: menu.hideOthers },
      { role: 'unhide', label: menu.showAll },
      separator,
      { role: 'quit', label: menu.quit },
    ],
  }
}

function fileMenu(parts: MenuParts): MenuItemConstructorOptions {
  const { menu } = parts.texts
  const mac = parts.platform === 'darwin'
  return {
    label: menu.file,
    submenu: [
      { label: menu.addPhotos, accelerator: 'CmdOrCtrl+O', click: () => parts.command('add-photos') },
      item(parts, menu.addFolder, 'add-folder'),
      item(parts, menu.importModel, 'import-model'),
      separator,
      item(parts, menu.saveResult, 'save-result', 'CmdOrCtrl+S'),
      separator,
      ...(mac
        ? [{ role: 'close', label: menu.close } as const]
        : [settingsItem(parts), separator, { role: 'quit', label: menu.quit } as const]),
    ],
  }
}

function editMenu(parts: MenuParts): MenuItemConstructorOptions {
  const { menu } = parts.texts
  return {
    label: menu.edit,
    submenu: [
      item(parts, menu.undo, 'undo', 'CmdOrCtrl+Z'),
      item(parts, menu.redo, 'redo', 'CmdOrCtrl+Shift+Z'),
      separator,
      { role: 'cut', label: menu.cut },
      { role: 'copy', label: menu.copy },
      { role: 'paste', label: menu.paste },
      { role: 'selectAll', label: menu.selectAll },
    ],
  }
}

function viewMenu(parts: MenuParts): MenuItemConstructorOptions {
  const { menu } = parts.texts
  const developer: MenuItemConstructorOptions[] = [separator, { role: 'reload' }, { role: 'toggleDevTools' }]
  return {
    label: menu.view,
    submenu: [
      item(parts, menu.library, 'show-library'),
      item(parts, menu.complete, 'show-complete'),
      item(parts, menu.train, 'show-train'),
      item(parts, menu.models, 'show-models'),
      item(parts, menu.queue, 'show-queue'),
      separator,
      { role: 'resetZoom', label: menu.actualSize },
      { role: 'zoomIn', label: menu.zoomIn },
      { role: 'zoomOut', label: menu.zoomOut },
      separator,
      { role: 'togglefullscreen', label: menu.fullScreen },
      ...(parts.packaged ? [] : developer),
    ],
  }
}

function windowMenu({ texts: { menu } }: MenuParts): MenuItemConstructorOptions {
  return {
    role: 'window',
    label: menu.window,
    submenu: [
      { role: 'minimize', label: menu.minimize },
      { role: 'close', label: menu.close },
    ],
  }
}

function helpMenu(parts: MenuParts): MenuItemConstructorOptions {
  const { menu } = parts.texts
  return {
    role: 'help',
    label: menu.help,
    submenu: [
      item(parts, menu.shortcuts, 'show-shortcuts', '?'),
      separator,
      item(parts, menu.reportProblem, 'report-problem'),
      { label: menu.showLog, click: () => parts.showLog() },
      ...(parts.platform === 'darwin' ? [] : [separator, { label: menu.about, click: () => parts.about() }]),
    ],
  }
}

/** What the dock's icon offers on a Mac. */
export function dockTemplate({ texts, command }: MenuParts): MenuItemConstructorOptions[] {
  const { menu } = texts
  return [
    { label: menu.addPhotos, click: () => command('add-photos') },
    { label: menu.train, click: () => command('show-train') },
    { label: menu.queue, click: () => command('show-queue') },
  ]
}

/** What a text under the pointer offers: to change it where it can be changed, else to copy it. */
export function textMenu(
  { menu }: Texts,
  at: {
    isEditable: boolean
    selectionText: string
    editFlags: { canCut: boolean; canCopy: boolean; canPaste: boolean; canSelectAll: boolean }
  },
): MenuItemConstructorOptions[] {
  const copy: MenuItemConstructorOptions = { role: 'copy', label: menu.copy, enabled: at.editFlags.canCopy }
  if (!at.isEditable) return at.selectionText.trim() === '' ? [] : [copy]
  return [
    { role: 'cut', label: menu.cut, enabled: at.editFlags.canCut },
    copy,
    { role: 'paste', label: menu.paste, enabled: at.editFlags.canPaste },
    separator,
    { role: 'selectAll', label: menu.selectAll, enabled: at.editFlags.canSelectAll },
  ]
}
