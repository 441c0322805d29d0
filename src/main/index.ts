import { app, dialog, protocol } from 'electron'
import { join } from 'node:path'
import { resolveDataFolder } from '../app/dataFolder'
import { pageOf, schemes } from './addresses'
import { lockContents } from './security'
import { runWindow } from './shell'
import { texts } from './text'
import { closest } from '../shared/languages'

// The first breath of the process: what follows must be said before Electron is ready, so nothing here waits.
app.enableSandbox()
protocol.registerSchemesAsPrivileged(schemes)

const dataFolder = resolveDataFolder({ override: app.commandLine.getSwitchValue('data-folder') })
// Chromium keeps its own files (local storage, caches) apart from models and photos. The lock on a single
// instance goes with this folder too, so that two data folders can be open at once.
app.setPath('userData', join(dataFolder, 'window'))
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
  const { dirname: folder, url } = import.meta
  await runWindow({
    ...{ page, dataFolder, folder, url },
    early: () => {
      app.off('open-file', keepForLater)
      return early
    },
  })
}

function giveUp(error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error)
  dialog.showErrorBox(texts[closest(app.getPreferredSystemLanguages())].start.failed, reason)
  app.exit(1)
}
