import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeDataFolder, resolveDataFolder } from './dataFolder'

describe('resolveDataFolder', () => {
  const home = '/home/ada'

  it('follows XDG on Linux', () => {
    const platform = 'linux'
    expect(resolveDataFolder({ platform, home, environment: {} })).toBe('/home/ada/.local/share/pixelloom')
    expect(resolveDataFolder({ platform, home, environment: { XDG_DATA_HOME: '/big/data' } })).toBe(
      '/big/data/pixelloom',
    )
    expect(resolveDataFolder({ platform, home, environment: { XDG_DATA_HOME: 'relative' } })).toBe(
      '/home/ada/.local/share/pixelloom',
    )
  })

  it('follows the custom of macOS and Windows', () => {
    expect(resolveDataFolder({ platform: 'darwin', home: '/Users/ada', environment: {} })).toBe(
      '/Users/ada/Library/Application Support/Pixelloom',
    )
    expect(
      resolveDataFolder({
        platform: 'win32',
        home: 'C:\\Users\\ada',
        environment: { APPDATA: 'D:\\Roaming' },
      }),
    ).toBe('D:\\Roaming\\Pixelloom')
    expect(resolveDataFolder({ platform: 'win32', home: 'C:\\Users\\ada', environment: {} })).toBe(
      'C:\\Users\\ada\\AppData\\Roaming\\Pixelloom',
    )
  })

  it('prefers an explicit path, then PIXELLOOM_DATA', () => {
    const environment = { PIXELLOOM_DATA: 'from-environment' }
    expect(resolveDataFolder({ environment })).toBe(resolve('from-environment'))
    expect(resolveDataFolder({ environment, override: 'explicit' })).toBe(resolve('explicit'))
  })
})

describe('makeDataFolder', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pixelloom-data-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  it('makes it with its parents', async () => {
    const path = join(folder, 'a', 'b')
    await makeDataFolder(path)
    expect((await stat(path)).isDirectory()).toBe(true)
  })

  it('says what to do where it cannot be made', async () => {
    const file = join(folder, 'file')
    await writeFile(file, '')
    await expect(makeDataFolder(join(file, 'data'))).rejects.toMatchObject({
      code: 'disk',
      message: expect.stringContaining('PIXELLOOM_DATA') as string,
      subject: join(file, 'data'),
    })
  })
})
