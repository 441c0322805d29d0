import {
  app,
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
import { startPictureThreads } from '../app/images/startPictureThreads'
import { openAutoEngine } from '../app/runtimes/auto/open'
import { createTensorflowStore, engineEnvironment } from '../app/runtimes/tensorflow/tensorflowStore'
import { findResources } from '../app/resources'
import { askRuntimes } from '../engine/hosts/runtimes'
import { createNodeHost } from '../engine/hosts/node/host'
import type { Command } from '../shared/commands'
import { imageScheme } from '../shared/contract/api'
import { type Activity, watchActivity } from './activity'
import { type Page, pageScheme } from './addresses'
import { cardWindows } from './cardWindow'
import { dress, notify } from './desktop'
import { utilityEngine } from './engineProcess'
import { imageHandler } from './imageProtocol'
import { connectWindow, tellWindow } from './ipc'
import { mainWindow } from './mainWindow'
import { logMistakes } from './mistakes'
import type { Notices } from './notices'
import { createOpening, pathsIn } from './opening'
import { pageHandler } from './pageProtocol'
import { followSettings, type Preferences } from './preferences'
import { type Quitting, watchQuitting } from './quitting'
import { lockSession } from './security'
import { texts, type Texts } from './text'
import { windowShell } from './windowShell'

interface Program {
  readonly page: Page
  readonly dataFolder: string
  /** Where the data would be had nobody moved or named them; absent where somebody named them. */
  readonly usualFolder: string | undefined
  /** Of the built entries: out/main. */
  readonly folder: string
  /** Of the built entry. */
  readonly url: string
  /** Files that the system asked to open so far; from now on they are listened for here. */
  readonly early: () => readonly string[]
}

/** Starts the app behind the window, wires the two, and takes both down when Electron quits. */
export async function runWindow({
  page,
  dataFolder,
  usualFolder,
  folder,
  url,
  early,
}: Program): Promise<void> {
  // What needs the app, and is asked only once it is there.
  const later: { preferences?: Preferences; activity?: Activity; notices?: Notices; quitting?: Quitting } = {}
  const words = (): Texts => later.preferences?.texts() ?? texts.en

  const resources = findResources(url, app.isPackaged ? process.resourcesPath : undefined)
  const icon = join(resources, 'icon.png')
  const window = mainWindow({
    page,
    files: { preload: join(folder, '..', 'preload', 'index.cjs'), icon },
    dataFolder,
    texts: words,
    training: () => later.activity?.training() ?? false,
    seen: () => later.notices?.seen(),
    log: (message) => services.log(message),
    closed: () => later.quitting?.windowGone(),
    stay: () => later.quitting?.stay(),
  })
  const contents = (): Electron.WebContents | undefined => window.current()?.webContents
  const tell = tellWindow(contents)
  const opening = createOpening(() => tell({ event: 'app.opened', payload: {} }))

  const cards = cardWindows({
    page,
    preload: join(folder, '..', 'preload', 'card.cjs'),
    askedToClose: () => later.quitting?.windowGone(),
  })
  const environment = engineEnvironment(dataFolder)
  const spawn = utilityEngine(utilityProcess, join(folder, 'engine.js'), environment, () => cards.open())
  const host = createNodeHost()
  const tensorflow = createTensorflowStore({ dataFolder, spawn, storage: host.storage })
  const version = app.getVersion()
  const services = await createApp({
    dataFolder,
    usualFolder,
    restart,
    resources,
    engine: openAutoEngine({ spawn, storage: host.storage, dataFolder, tensorflow, version }),
    host,
    pictures: startPictureThreads(folder),
    shell: windowShell({
      ...{ dialog, shell, clipboard, ClipboardItem, icon },
      images: nativeImage,
      window: () => window.current(),
      texts: words,
    }),
    version,
    reportRuntimes: () => askRuntimes(spawn),
    tensorflow,
    takeOpened: () => opening.take(),
  })
  logMistakes((message) => services.log(message))

  function command(chosen: Command): void {
    window.show()
    tell({ event: 'app.command', payload: { command: chosen } })
  }
  function open(paths: readonly string[]): void {
    for (const path of paths) app.addRecentDocument(path)
    opening.add(paths)
  }

  const logFile = join(dataFolder, 'logs', 'pixelloom.log')
  const preferred = (): string[] => app.getPreferredSystemLanguages()
  const followed = await followSettings(services, preferred, (now) => dress(now, { command, logFile, icon }))
  later.preferences = followed
  later.notices = notify(services, window, followed)
  later.activity = watchActivity(
    services,
    powerSaveBlocker,
    () => window.current(),
    () => followed.settings().training.keepAwake,
  )
  const disconnect = connectWindow(ipcMain, services, contents, page)
  lockSession(session.defaultSession, page)
  protocol.handle(imageScheme, imageHandler(services, page))
  protocol.handle(pageScheme, pageHandler(join(folder, '..', 'renderer')))

  app.on('second-instance', (_event, argv, workingFolder) => {
    window.show()
    open(pathsIn(argv, workingFolder, app.isPackaged))
  })
  app.on('open-file', (event, path) => {
    event.preventDefault()
    window.show()
    open([path])
  })
  app.on('activate', () => window.show())
  later.quitting = watchQuitting({
    app,
    platform: process.platform,
    hasWindow: () => window.current() !== undefined,
    async close() {
      later.notices?.stop()
      later.activity?.stop()
      disconnect()
      await services.close()
      // Engines have saved what lay on their cards.
      cards.close()
    },
  })
  open([...early(), ...pathsIn(process.argv, process.cwd(), app.isPackaged)])
  await window.open()
}

/** Quits as a person would, so that whatever runs keeps what it has, and comes back. */
function restart(): void {
  app.relaunch()
  app.quit()
}
