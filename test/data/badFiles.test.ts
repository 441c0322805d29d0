import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { describeData } from '../../src/engine/data/describe'
import { openImageSet } from '../../src/engine/data/open'
import { createNodeHost } from '../../src/engine/hosts/node/host'
import { onUnix } from '../support/onUnix'
import { bomb, noisyImage, plainImage, refusal, TemporaryFolder, withoutRights } from './support'

const host = createNodeHost()
let folder: TemporaryFolder
beforeEach(() => {
  folder = new TemporaryFolder()
})
afterEach(() => {
  folder.remove()
})

/** Reasons by path relative to the folder. */
async function reasons(): Promise<Record<string, string>> {
  const { skipped } = await openImageSet(host, folder.path, { size: 8 })
  return Object.fromEntries(
    skipped.map(({ path, reason }) => [path.slice(folder.path.length + 1).replaceAll('\\', '/'), reason]),
  )
}

describe('a folder of fifty good images and every kind of bad one', () => {
  beforeEach(async () => {
    for (let i = 0; i < 50; i++) {
      folder.put(`good/${i % 5}/${i}.png`, await plainImage(10, 10, [i, 2 * i, 5 * i]))
    }
  })

  it('is read, each bad file named with its reason', async () => {
    const cut = await noisyImage(64, 'jpeg')
    folder.put('truncated.jpg', cut.subarray(0, cut.length / 2))
    folder.put('text.png', 'not an image')
    folder.put('empty.gif', '')
    folder.put('bomb.png', bomb(60000, 60000))
    mkdirSync(folder.at('folder.webp'))
    const skipped = await reasons()
    expect(Object.keys(skipped).sort()).toEqual([
      'bomb.png',
      'empty.gif',
      'folder.webp',
      'text.png',
      'truncated.jpg',
    ])
    expect(skipped['truncated.jpg']).toContain('truncated')
    expect(skipped['text.png']).toContain('not an image')
    expect(skipped['empty.gif']).toContain('is empty')
    expect(skipped['bomb.png']).toMatch(/60000 x 60000 .* 3,600 megapixels/)
    expect(skipped['folder.webp']).toContain('is a folder')
    const set = await openImageSet(host, folder.path, { size: 8 })
    expect(set.count).toBe(50)
  })

  onUnix('with links that lead nowhere or in circles', 'links need rights', async () => {
    symlinkSync(folder.at('gone.png'), folder.at('dangling.png'))
    symlinkSync(folder.at('self.png'), folder.at('self.png'))
    symlinkSync(folder.at('there.png'), folder.at('here.png'))
    symlinkSync(folder.at('here.png'), folder.at('there.png'))
    symlinkSync(folder.path, folder.at('good', 'up'))
    symlinkSync(folder.at('good', '1'), folder.at('again'))
    const skipped = await reasons()
    expect(skipped['dangling.png']).toContain('not there')
    for (const name of ['self.png', 'here.png', 'there.png']) {
      expect(skipped[name]).toContain('leads back to itself')
    }
    expect(skipped['good/up']).toContain('already read')
    expect(skipped['again']).toContain('already read')
    expect(Object.keys(skipped)).toHaveLength(6)
    expect((await openImageSet(host, folder.path, { size: 8 })).count).toBe(50)
  })

  onUnix('with a pipe, which is never opened', 'it has no such pipes', async () => {
    execFileSync('mkfifo', [folder.at('pipe.png'), folder.at('pipe')])
    const skipped = await reasons()
    expect(Object.keys(skipped)).toEqual(['pipe.png'])
    expect(skipped['pipe.png']).toContain('pipe')
  })

  onUnix('with files and folders that may not be read', 'other rights', async () => {
    folder.put('secret.png', await plainImage(4, 4, [1, 2, 3]))
    mkdirSync(folder.at('closed'))
    for (const name of ['secret.png', 'closed']) chmodSync(folder.at(name), 0)
    chmodSync(folder.path, 0o755)
    const skipped = await withoutRights(reasons)
    expect(Object.keys(skipped).sort()).toEqual(['closed', 'secret.png'])
    for (const reason of Object.values(skipped)) expect(reason).toContain('permission denied')
  })

  it('is checked with the same result', async () => {
    folder.put('more/large.png', await plainImage(40, 30, [9, 9, 9]))
    folder.put('text.png', 'not an image')
    const report = await describeData(host, folder.path, 0.2)
    expect(report).toMatchObject({
      source: folder.path,
      format: 'folder',
      images: 51,
      smallest: { width: 10, height: 10 },
      largest: { width: 40, height: 30 },
    })
    expect(report.skipped.map(({ path }) => path)).toEqual([folder.at('text.png')])
    expect(report.heldOut).toBeGreaterThan(0)
    expect(report.heldOut).toBeLessThan(30)
  })
})

describe('a decompression bomb', () => {
  it('is refused before decoding, and a large photo is not', async () => {
    folder.put('bomb.png', bomb(20000, 10001))
    expect((await refusal(host.pixels.decode(folder.at('bomb.png')))).code).toBe('image-too-large')
    expect((await refusal(host.pixels.measure(folder.at('bomb.png')))).code).toBe('image-too-large')
    // Within the limit, the same few bytes get as far as the decoder.
    folder.put('short.png', bomb(20000, 10000))
    expect(await host.pixels.measure(folder.at('short.png'))).toEqual({ width: 20000, height: 10000 })
  })
})

describe('data that can not be used', () => {
  it('without any image is an error that says what to do', async () => {
    folder.put('notes.txt', 'nothing')
    folder.put('.hidden.png', await plainImage(4, 4, [1, 2, 3]))
    const error = await refusal(openImageSet(host, folder.path))
    expect(error.code).toBe('no-images')
    expect(error.message).toContain('PNG, JPEG')
  })

  it('with nothing but bad images names the first', async () => {
    folder.put('a.png', '')
    folder.put('b.png', '')
    const error = await refusal(openImageSet(host, folder.path))
    expect(error.code).toBe('no-images')
    expect(error.message).toContain(`2 files were left out; the first, ${folder.at('a.png')}, is empty`)
  })

  it('that is not there, or of no known kind, is said to be so', async () => {
    expect((await refusal(openImageSet(host, folder.at('none')))).code).toBe('not-found')
    const odd = folder.put('data.xyz', 'what is this')
    expect((await refusal(openImageSet(host, odd))).code).toBe('bad-data-file')
    expect((await refusal(openImageSet(host, folder.put('x.npy', '')))).message).toContain('is empty')
    const bad = folder.put('alone.png', 'not an image')
    expect((await refusal(openImageSet(host, bad))).message).toContain('is not an image')
  })

  onUnix('in a folder that may not be read', 'other rights', async () => {
    mkdirSync(folder.at('closed'))
    chmodSync(folder.at('closed'), 0)
    chmodSync(folder.path, 0o755)
    const error = await withoutRights(() => refusal(openImageSet(host, folder.at('closed'))))
    expect(error.code).toBe('unreadable')
    expect(error.message).toContain('permission denied')
  })

  it('stops when it is cancelled', async () => {
    for (let i = 0; i < 20; i++) folder.put(`${i}.png`, await plainImage(4, 4, [i, i, i]))
    const abort = new AbortController()
    const onProgress = (done: number): void => {
      if (done === 5) abort.abort()
    }
    const error = await refusal(openImageSet(host, folder.path, { onProgress, signal: abort.signal }))
    expect(error.code).toBe('cancelled')
  })
})
