import {
  app,
  type BrowserWindow,
  clipboard,
  ClipboardItem,
  dialog,
  ipcMain,
  nativeImage,
  powerSaveBlocker,
  protocol,
  session,
  shell,
  utilityProcess,
} from 'electron'
import { join } from 'node:path'
import { createApp } from '../app/createApp'
import { findResources } from '../app/resources'
import { createEngine } from '../engine/hosts/client'
import { askRuntimes } from '../engine/hosts/runtimes'
import { createNodeHost } from '../engine/hosts/node/host'
import { imageScheme } from '../shared/contract/api'
import { watchActivity } from './activity'
import { type Page, pageScheme } from './addresses'
import { confirmClosing } from './closing'
import { utilityEngine } from './engineProcess'
import { imageHandler } from './imageProtocol'
import { connectWindow } from './ipc'
import { pageHandler } from './pageProtocol'
import { lockSession } from './security'
import { texts } from './text'
import { createWindow } from './window'
import { windowShell } from './windowShell'

interface Program {
  readonly page: Page
  readonly dataFolder: string
  /** Of the built entries: out/main. */
  readonly folder: string
  /** Of the built entry. */
  readonly url: string
}

/** Starts the app behind the window, wires the two, and takes both down when Electron quits. */
export async function runWindow({ page, dataFolder, folder, url }: Program): Promise<void> {
  let window: BrowserWindow | undefined
  const current = (): BrowserWindow | undefined => (window?.isDestroyed() ? undefined : window)
  const resources = findResources(url, app.isPackaged ? process.resourcesPath : undefined)

  const spawn = utilityEngine(utilityProcess, join(folder, 'engine.js'))
  const services = await createApp({
    dataFolder,
    resources,
    engine: createEngine(spawn),
    host: createNodeHost(),
    shell: windowShell({
      dialog,
      shell,
      clipboard,
      ClipboardItem,
      images: nativeImage,
      window: current,
      icon: join(resources, 'icon.png'),
      texts: () => texts.en,
    }),
    version: app.getVersion(),
    reportRuntimes: () => askRuntimes(spawn),
  })
  const activity = watchActivity(services, powerSaveBlocker, current)
  const disconnect = connectWindow(ipcMain, services, () => current()?.webContents, page)
  lockSession(session.defaultSession, page)
  protocol.handle(imageScheme, imageHandler(services, page))
  protocol.handle(pageScheme, pageHandler(join(folder, '..', 'renderer')))

  const openWindow = async (): Promise<void> => {
    window = createWindow(
      page,
      {
        preload: join(folder, '..', 'preload', 'index.cjs'),
        icon: join(resources, 'icon.png'),
      },
      app.isPackaged,
    )
    const opened = window
    confirmClosing(
      opened,
      (question) => dialog.showMessageBoxSync(opened, question),
      () => activity.training(),
    )
    await window.loadURL(page.url)
  }
  const showWindow = (): void => {
    const shown = current()
    if (!shown) return void openWindow().catch(report)
    if (shown.isMinimized()) shown.restore()
    shown.focus()
  }

  app.on('second-instance', showWindow)
  app.on('activate', showWindow)
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  endWith(async () => {
    activity.stop()
    disconnect()
    await services.close()
  })
  await openWindow()
}

/** Electron waits with quitting until running jobs have kept what they have. */
function endWith(close: () => Promise<void>): void {
  let closed = false
  app.on('will-quit', (event) => {
    if (closed) return
    event.preventDefault()
    closed = true
    void close()
      .catch(report)
      .finally(() => app.quit())
  })
}

function report(error: unknown): void {
  console.error(error instanceof Error ? (error.stack ?? error.message) : String(error))
}
