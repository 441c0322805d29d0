import { describe, expect, it } from 'vitest'
import { fakeApp } from '../testing/fixtures'
import { collectDropped, collectPasted } from './droppedFiles'

interface Tree {
  [name: string]: Tree | string
}

function entryOf(name: string, content: Tree | string): FileSystemEntry {
  if (typeof content === 'string') {
    const file = new File([content], name)
    return { name, isDirectory: false, file: (take: (file: File) => void) => take(file) } as never
  }
  const children = Object.entries(content).map(([key, value]) => entryOf(key, value))
  return {
    name,
    isDirectory: true,
    createReader: () => {
      // Browsers hand out a folder in batches.
      const rest = [...children]
      return { readEntries: (take: (batch: FileSystemEntry[]) => void) => take(rest.splice(0, 2)) }
    },
  } as never
}

function drop(tree: Tree): DataTransfer {
  const items = Object.entries(tree).map(([name, content]) => ({
    kind: 'file',
    getAsFile: () => new File([typeof content === 'string' ? content : ''], name),
    webkitGetAsEntry: () => entryOf(name, content),
  }))
  return { items } as never
}

describe('a drop', () => {
  it('holds its files, and the pictures of its folders at any depth', async () => {
    fakeApp()
    const { paths, files } = await collectDropped(
      drop({
        'notes.txt': 'dropped by itself, so it is meant',
        holiday: {
          'b.JPG': 'b',
          'a.png': 'a',
          '.DS_Store': '-',
          deeper: { 'c.webp': 'c', 'd.txt': '-', 'e.avif': 'e' },
        },
      }),
    )
    expect(paths).toEqual([])
    expect(files.map(({ name }) => name)).toEqual(['notes.txt', 'a.png', 'b.JPG', 'c.webp', 'e.avif'])
    expect(new TextDecoder().decode(await files[3]?.read())).toBe('c')
  })

  it('gives paths where the shell may know them, folders as they are', async () => {
    const connection = fakeApp()
    connection.bridge.pathOf = (file) => `/home/me/${(file as File).name}`
    const { paths, files } = await collectDropped(drop({ 'a.png': 'a', folder: { 'b.png': 'b' } }))
    expect(paths).toEqual(['/home/me/a.png', '/home/me/folder'])
    expect(files).toEqual([])
  })
})

describe('a paste', () => {
  it('takes pictures only, and names the nameless', () => {
    const files = [
      new File(['x'], 'image.png', { type: 'image/png' }),
      new File(['x'], 'mine.webp', { type: 'image/webp' }),
      new File(['x'], 'text.txt', { type: 'text/plain' }),
    ]
    expect(collectPasted({ files } as never).map(({ name }) => name)).toEqual(['Pasted.png', 'mine.webp'])
    expect(collectPasted(null)).toEqual([])
  })
})
