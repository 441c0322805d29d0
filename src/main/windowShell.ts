import type {
  BrowserWindow,
  Clipboard,
  ClipboardItem,
  Dialog,
  NativeImage,
  nativeImage,
  OpenDialogOptions,
  Shell,
} from 'electron'
import { extname } from 'node:path'
import type { WindowShell } from '../app/shell'
import { modelArchiveEnding } from '../shared/commands'
import { PixelloomError } from '../shared/errors'
import type { Texts } from './text'

const imageExtensions = ['png', 'jpg', 'jpeg', 'webp', 'gif', 'avif', 'heic', 'heif', 'tif', 'tiff']

/** Endings of the formats that results are saved in, by what the dialog calls them. */
const saved = { png: ['png'], jpeg: ['jpg', 'jpeg'], webp: ['webp'] } as const

/** Side in pixels of the picture that follows the pointer while files are dragged out. */
const dragIconSize = 64

/** What of Electron it takes. */
export interface WindowShellParts {
  readonly dialog: Pick<Dialog, 'showOpenDialog' | 'showSaveDialog'>
  readonly shell: Pick<Shell, 'showItemInFolder' | 'trashItem'>
  readonly clipboard: Pick<Clipboard, 'write'>
  readonly ClipboardItem: typeof ClipboardItem
  readonly images: Pick<typeof nativeImage, 'createFromPath'>
  readonly window: () => BrowserWindow | undefined
  /** The app's icon: what is dragged where the file itself can't be drawn. */
  readonly icon: string
  readonly texts: () => Texts
}

/** The system's own dialogs, over the window, and what else a desktop has. */
export function windowShell(parts: WindowShellParts): WindowShell {
  const { dialog, shell, clipboard, ClipboardItem, images, window, icon, texts } = parts
  const open = async (options: OpenDialogOptions): Promise<readonly string[]> => {
    const parent = window()
    const { canceled, filePaths } = await (parent
      ? dialog.showOpenDialog(parent, options)
      : dialog.showOpenDialog(options))
    return canceled ? [] : filePaths
  }

  /** Small enough to follow a pointer; the drag is refused without one on some systems. */
  function dragIcon(path: string): NativeImage {
    const own = images.createFromPath(path)
    const shown = own.isEmpty() ? images.createFromPath(icon) : own
    const { width, height } = shown.getSize()
    return shown.resize(width >= height ? { width: dragIconSize } : { height: dragIconSize })
  }

  return {
    kind: 'window',
    async chooseFolder() {
      const [folder] = await open({
        title: texts().dialogs.chooseFolder,
        properties: ['openDirectory', 'createDirectory'],
      })
      return folder ?? null
    },
    chooseImages: () =>
      open({
        title: texts().dialogs.addPhotos,
        properties: ['openFile', 'multiSelections'],
        filters: [{ name: texts().dialogs.images, extensions: imageExtensions }],
      }),
    async chooseModelFile() {
      const { importModel, model, anyFile } = texts().dialogs
      const [file] = await open({
        title: importModel,
        properties: ['openFile'],
        filters: [
          { name: model, extensions: [modelArchiveEnding.slice(1)] },
          // A model.json stands for its folder.
          { name: anyFile, extensions: ['*'] },
        ],
      })
      return file ?? null
    },
    async chooseSavePath(defaultName) {
      const options = { defaultPath: defaultName, filters: filtersFor(defaultName, texts()) }
      const parent = window()
      const { canceled, filePath } = await (parent
        ? dialog.showSaveDialog(parent, options)
        : dialog.showSaveDialog(options))
      return canceled || !filePath ? null : filePath
    },
    showInFolder: (path) => shell.showItemInFolder(path),
    async copyImage(path) {
      const image = images.createFromPath(path)
      if (image.isEmpty()) {
        throw new PixelloomError('not-an-image', texts().dialogs.notAnImage, path)
      }
      const picture = new Blob([new Uint8Array(image.toPNG())], { type: 'image/png' })
      await clipboard.write([new ClipboardItem({ 'image/png': picture })])
    },
    startDrag(paths) {
      const [file] = paths
      if (file === undefined) return
      window()?.webContents.startDrag({ file, files: [...paths], icon: dragIcon(file) })
    },
    async trash(path) {
      try {
        await shell.trashItem(path)
      } catch (cause) {
        throw new PixelloomError('disk', texts().dialogs.notTrashed, path, { cause })
      }
    },
  }
}

/** The kind that the name is of comes first: the system's dialog takes that one unless told otherwise. */
function filtersFor(name: string, { dialogs }: Texts): { name: string; extensions: string[] }[] {
  const ending = extname(name).slice(1).toLowerCase()
  const kinds = Object.entries(saved).map(([kind, extensions]) => ({
    name: dialogs[kind as keyof typeof saved],
    extensions: [...extensions] as string[],
  }))
  const own = kinds.filter(({ extensions }) => extensions.includes(ending))
  if (own.length > 0) return own
  const kind = `.${ending}` === modelArchiveEnding ? dialogs.model : dialogs.anyFile
  return ending ? [{ name: kind, extensions: [ending] }] : [{ name: dialogs.anyFile, extensions: ['*'] }]
}
