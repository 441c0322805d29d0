import { app, dialog, protocol } from 'electron'
import { join } from 'node:path'
import { findData, isGone } from '../app/dataFolder'
import { settleMove } from '../app/storage/moveData'
import { pageOf, schemes } from './addresses'
import { lockContents } from './security'
import { runWindow } from './shell'
import { type Texts, texts } from './text'
import { closest } from '../shared/languages'

// The first breath of the process: what follows must be said before Electron is ready, so nothing here waits.
app.enableSandbox()
protocol.registerSchemesAsPrivileged(schemes)

// Chromium lets pages have WebGPU on Linux by this alone; the only pages here are the app's own.
if (process.platform === 'linux') app.commandLine.appendSwitch('enable-unsafe-webgpu')

// Windows shows notices only of what it knows by this name, which the installer gives, too.
if (process.platform === 'win32') app.setAppUserModelId('org.pixelloom.app')

const override = app.commandLine.getSwitchValue('data-folder')
const place = findData({ override })
// Chromium keeps its own files (local storage, caches) apart from models and photos. The lock on a single
// instance goes with this folder too, so that two data folders can be open at once.
app.setPath('userData', join(place.folder, 'window'))
const page = pageOf(app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL'])
app.on('web-contents-created', (_event, contents) => lockContents(contents, page))

// A Mac tells which files to open as soon as it starts the app, and only once.
const early: string[] = []
const keepForLater = (event: Electron.Event, path: string): void => {
  event.preventDefault()
  early.push(path)
}
app.on('open-file', keepForLater)

if (app.requestSingleInstanceLock()) {
  app.whenReady().then(open).catch(giveUp)
} else {
  app.quit()
}

async function open(): Promise<void> {
  const { folder: dataFolder, usual } = place
  if (isGone(place)) return askForFolder(dataFolder)
  // A copy that takes over must do so before anything is opened, and everything is opened from the beginning.
  if (usual !== undefined && (await settleMove(usual))) return startAgain()
  const { dirname: folder, url } = import.meta
  await runWindow({
    ...{ page, dataFolder, folder, url },
    usualFolder: usual,
    early: () => {
      app.off('open-file', keepForLater)
      return early
    },
  })
}

/** The disk that the data were moved to may not be connected: nothing new must take their place unasked. */
function askForFolder(path: string): void {
  const { missingFolder, missingFolderDetail, tryAgain, useUsual, quit } = words().start
  const answer = dialog.showMessageBoxSync({
    type: 'warning',
    message: missingFolder,
    detail: missingFolderDetail.replace('{path}', path),
    buttons: [tryAgain, useUsual, quit],
    defaultId: 0,
    cancelId: 2,
  })
  if (answer === 2) return app.exit(0)
  startAgain(answer === 1 ? [`--data-folder=${place.usual}`] : [])
}

function startAgain(more: readonly string[] = []): void {
  app.relaunch({ args: [...process.argv.slice(1), ...more] })
  app.exit(0)
}

function words(): Texts {
  return texts[closest(app.getPreferredSystemLanguages())]
}

function giveUp(error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error)
  dialog.showErrorBox(words().start.failed, reason)
  app.exit(1)
}
