import { pathOf } from '../api'
import { isModelFile, modelParts, useModelFiles, type ModelFile } from '../stores/modelFiles'
import { useToasts } from '../stores/toasts'

interface Taken {
  readonly file: File | null
  readonly entry: FileSystemEntry | null
}

/**
 * What to do about a drop of models: packed ones anywhere in the window, and among the models any folder too. undefined
 * where something else was dropped. The drop's items are only valid during the event, so they are all taken at once.
 */
export function droppedModels(
  transfer: DataTransfer,
  amongModels: boolean,
): (() => Promise<void>) | undefined {
  const items = [...transfer.items].filter((item) => item.kind === 'file')
  const taken = items.map((item) => ({ file: item.getAsFile(), entry: item.webkitGetAsEntry() }))
  if (taken.length === 0) return undefined
  if (!amongModels && !taken.every(({ file }) => file !== null && isModelFile(file.name))) return undefined
  return () => bring(taken)
}

async function bring(taken: readonly Taken[]): Promise<void> {
  const files = useModelFiles()
  const { attempt } = useToasts()
  const paths = taken
    .map(({ file }) => (file ? pathOf(file) : undefined))
    .filter((path) => path !== undefined)
  if (paths.length > 0) return files.fromPaths(paths)
  const loose: ModelFile[] = []
  for (const { file, entry } of taken) {
    if (entry?.isDirectory) {
      const inside = await filesIn(entry as FileSystemDirectoryEntry)
      await attempt(() => files.fromFiles(inside, entry.name))
    } else if (file) loose.push(incoming(file))
  }
  if (loose.length > 0) await files.fromFiles(loose)
}

/** The files of a model directly in a folder. */
async function filesIn(folder: FileSystemDirectoryEntry): Promise<ModelFile[]> {
  const found = await Promise.all(
    modelParts.map(
      (name) =>
        new Promise<File | undefined>((resolve) => {
          const taken = (entry: FileSystemEntry): void =>
            (entry as FileSystemFileEntry).file(resolve, () => resolve(undefined))
          // Not every model has every file: what is missing for good, the app says.
          folder.getFile(name, {}, taken, () => resolve(undefined))
        }),
    ),
  )
  return found.filter((file) => file !== undefined).map(incoming)
}

function incoming(file: File): ModelFile {
  return { name: file.name, read: async () => new Uint8Array(await file.arrayBuffer()) }
}
