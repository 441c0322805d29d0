import type { NativeImage } from 'electron'
import { describe, expect, it, vi } from 'vitest'
import { texts } from './text'
import { windowShell, type WindowShellParts } from './windowShell'

function picture(path: string, size = { width: 400, height: 200 }): NativeImage {
  const image = {
    path,
    isEmpty: () => !path.endsWith('.png'),
    getSize: () => size,
    toPNG: () => Buffer.from(path),
    resize: (wanted: object) => ({ ...image, ...wanted }),
  }
  return image as unknown as NativeImage
}

function open(parts: Partial<WindowShellParts> = {}) {
  const written: object[] = []
  const asked: { filters?: { extensions: string[] }[] }[] = []
  const save = (options: object) => {
    asked.push(options)
    return Promise.resolve({ canceled: false, filePath: '/chosen' })
  }
  const shell = windowShell({
    dialog: { showOpenDialog: vi.fn(), showSaveDialog: save },
    shell: { showItemInFolder: vi.fn(), trashItem: () => Promise.reject(new Error('busy')) },
    clipboard: { write: (items) => Promise.resolve(void written.push(...items)) },
    ClipboardItem: class {
      constructor(readonly items: Record<string, unknown>) {}
    } as never,
    images: { createFromPath: picture },
    window: () => undefined,
    icon: '/icon.png',
    texts: () => texts.de,
    ...parts,
  })
  return { shell, written, asked }
}

describe('the window’s shell', () => {
  it('asks for a place by the kind of file that its name has', async () => {
    const { shell, asked } = open()
    for (const name of ['a.png', 'a.jpg', 'a.zip']) await shell.chooseSavePath(name)
    expect(asked.map(({ filters }) => filters?.[0]?.extensions)).toEqual([['png'], ['jpg', 'jpeg'], ['zip']])
  })

  it('copies a picture as PNG, and says so where there is none', async () => {
    const { shell, written } = open()
    await shell.copyImage('/a.png')
    const [item] = written as { items: Record<string, Blob> }[]
    expect(await item?.items['image/png']?.text()).toBe('/a.png')
    await expect(shell.copyImage('/a.txt')).rejects.toMatchObject({
      code: 'not-an-image',
      message: texts.de.dialogs.notAnImage,
    })
  })

  it('drags files with a small picture of the first, or the app’s where that has none', () => {
    const startDrag = vi.fn<(item: { files: string[]; icon: { path: string; width: number } }) => void>()
    const { shell } = open({ window: () => ({ webContents: { startDrag } }) as never })
    shell.startDrag([])
    shell.startDrag(['/a.png', '/b.png'])
    shell.startDrag(['/a.heic'])
    const items = startDrag.mock.calls.map(([{ files, icon }]) => [files, icon.path, icon.width])
    expect(items).toEqual([
      [['/a.png', '/b.png'], '/a.png', 64],
      [['/a.heic'], '/icon.png', 64],
    ])
  })

  it('says what to do where a file can’t be moved to the trash', async () => {
    await expect(open().shell.trash('/a')).rejects.toMatchObject({ code: 'disk', subject: '/a' })
  })
})
