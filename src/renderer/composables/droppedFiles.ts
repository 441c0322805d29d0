import { pathOf } from '../api'
import type { Incoming } from '../stores/imports'

const pictures = /\.(png|jpe?g|webp|gif|avif|hei[cf]|hif|tiff?)$/i

/** Whether a file's name is one of a photo. */
export function isPicture(name: string): boolean {
  return pictures.test(name)
}

/** What was dropped: paths where the shell may know them, else files to send. */
export interface Dropped {
  readonly paths: string[]
  readonly files: Incoming[]
}

export function incoming(file: File): Incoming {
  return { name: file.name, read: async () => new Uint8Array(await file.arrayBuffer()) }
}

/**
 * Reads a drop: files as they are, folders at any depth. The drop's items are only valid during the event,
 * so they are all taken before anything is awaited.
 */
export async function collectDropped(transfer: DataTransfer): Promise<Dropped> {
  const items = [...transfer.items].filter((item) => item.kind === 'file')
  const taken = items.map((item) => ({ file: item.getAsFile(), entry: item.webkitGetAsEntry() }))
  const paths: string[] = []
  const files: Incoming[] = []
  for (const { file, entry } of taken) {
    const path = file ? pathOf(file) : undefined
    if (path) paths.push(path)
    else if (entry?.isDirectory) files.push(...(await walk(entry as FileSystemDirectoryEntry)))
    else if (file) files.push(incoming(file))
  }
  return { paths, files }
}

/** Every picture in a folder, by its name: what else lies there is not meant. */
async function walk(folder: FileSystemDirectoryEntry): Promise<Incoming[]> {
  const found: Incoming[] = []
  for (const entry of await list(folder)) {
    if (entry.isDirectory) found.push(...(await walk(entry as FileSystemDirectoryEntry)))
    else if (isPicture(entry.name)) found.push(later(entry as FileSystemFileEntry))
  }
  return found.sort((a, b) => a.name.localeCompare(b.name))
}

/** A folder lists itself in batches, until one is empty. */
async function list(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader()
  const all: FileSystemEntry[] = []
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    )
    if (batch.length === 0) return all
    all.push(...batch)
  }
}

function later(entry: FileSystemFileEntry): Incoming {
  return {
    name: entry.name,
    read: async () => {
      const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject))
      return new Uint8Array(await file.arrayBuffer())
    },
  }
}

/** A pasted picture has no name of its own. */
export function collectPasted(transfer: DataTransfer | null): Incoming[] {
  return [...(transfer?.files ?? [])]
    .filter((file) => file.type.startsWith('image/'))
    .map((file) => ({ ...incoming(file), name: file.name === 'image.png' ? 'Pasted.png' : file.name }))
}
