import { app, dialog, Menu, protocol } from 'electron'
import { join } from 'node:path'
import { resolveDataFolder } from '../app/dataFolder'
import { pageOf, schemes } from './addresses'
import { menuTemplate } from './menu'
import { lockContents } from './security'
import { runWindow } from './shell'

// The first breath of the process: what follows must be said before Electron is ready, so nothing here waits.
app.enableSandbox()
protocol.registerSchemesAsPrivileged(schemes)

const dataFolder = resolveDataFolder({ override: app.commandLine.getSwitchValue('data-folder') })
// Chromium keeps its own files (local storage, caches) apart from models and photos. The lock on a single
// instance goes with this folder too, so that two data folders can be open at once.
app.setPath('userData', join(dataFolder, 'window'))
const page = pageOf(app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL'])
app.on('web-contents-created', (_event, contents) => lockContents(contents, page))

if (app.requestSingleInstanceLock()) {
  app.whenReady().then(open).catch(giveUp)
} else {
  app.quit()
}

async function open(): Promise<void> {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform, app.isPackaged)))
  await runWindow({ page, dataFolder, folder: import.meta.dirname, url: import.meta.url })
}

function giveUp(error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error)
  dialog.showErrorBox('Pixelloom could not start', reason)
  app.exit(1)
}
