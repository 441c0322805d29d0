import type { BrowserWindow, Dialog } from 'electron'
import type { WindowShell } from '../app/shell'

const imageExtensions = ['png', 'jpg', 'jpeg', 'webp', 'gif', 'avif', 'tif', 'tiff']

/** The system's own dialogs, over the window. */
export function windowShell(dialog: Dialog, window: () => BrowserWindow | undefined): WindowShell {
  const open = async (options: Electron.OpenDialogOptions): Promise<readonly string[]> => {
    const parent = window()
    const { canceled, filePaths } = await (parent
      ? dialog.showOpenDialog(parent, options)
      : dialog.showOpenDialog(options))
    return canceled ? [] : filePaths
  }
  return {
    kind: 'window',
    async chooseFolder() {
      const [folder] = await open({ title: 'Choose a folder', properties: ['openDirectory'] })
      return folder ?? null
    },
    chooseImages: () =>
      open({
        title: 'Add photos',
        properties: ['openFile', 'multiSelections'],
        filters: [{ name: 'Images', extensions: imageExtensions }],
      }),
    async chooseSavePath(defaultName) {
      const options = { defaultPath: defaultName, filters: [{ name: 'PNG image', extensions: ['png'] }] }
      const parent = window()
      const { canceled, filePath } = await (parent
        ? dialog.showSaveDialog(parent, options)
        : dialog.showSaveDialog(options))
      return canceled || !filePath ? null : filePath
    },
  }
}
