import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RESULTS, fingerprint, isBuilt, markBuilt } from '../../scripts/setup/build.mjs'
import { ensureInstalled, isInstalled } from '../../scripts/setup/install.mjs'
import { withLock } from '../../scripts/setup/lock.mjs'
import { whyNotThisNode } from '../../scripts/support/node-version.mjs'

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'pixelloom-setup-'))
})

afterEach(() => {
  rmSync(root, { recursive: true })
})

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

describe('the version of Node', () => {
  it.each(['20.19.0', '20.20.2', '22.12.0', '23.0.0', '24.1.0', '26.0.0'])('%s will do', (version) => {
    expect(whyNotThisNode(version)).toBeUndefined()
  })

  it.each(['16.20.2', '18.20.8', '20.18.3', '21.7.3', '22.11.0'])('%s is told what is needed', (version) => {
    expect(whyNotThisNode(version)).toContain(`20.19 or newer (of Node 22, 22.12), and this is ${version}`)
  })
})

describe('what is installed', () => {
  const locked = {
    '': { version: '0.1.0' },
    'node_modules/needed': { version: '1.2.3' },
    'node_modules/elsewhere': { version: '3.0.0', optional: true },
  }

  function writeLists(installed: Record<string, { version: string }>): void {
    write('package-lock.json', JSON.stringify({ packages: locked }))
    write('node_modules/.package-lock.json', JSON.stringify({ packages: installed }))
  }

  it('will do where it is what the lock file names, less the packages for other machines', async () => {
    writeLists({ 'node_modules/needed': { version: '1.2.3' } })
    expect(isInstalled(root)).toBe(true)
    await ensureInstalled(root)
    expect(readFileSync(join(root, 'node_modules/.pixelloom-setup'), 'utf8')).toContain(process.platform)
  })

  it.each([
    ['a package of another version', { 'node_modules/needed': { version: '1.2.4' } }],
    ['no such package', {}],
    [
      'an optional package of another version',
      { 'node_modules/needed': { version: '1.2.3' }, 'node_modules/elsewhere': { version: '2.0.0' } },
    ],
  ])('will not do with %s', (_, installed) => {
    writeLists(installed)
    expect(isInstalled(root)).toBe(false)
  })

  it('will not do where an installation was interrupted', () => {
    write('package-lock.json', JSON.stringify({ packages: locked }))
    mkdirSync(join(root, 'node_modules', 'needed'), { recursive: true })
    expect(isInstalled(root)).toBe(false)
  })
})

describe('what is built', () => {
  beforeEach(() => {
    write('src/main/index.ts', 'export {}')
    write('package.json', '{}')
    for (const path of RESULTS) write(path, '')
    markBuilt(root, fingerprint(root))
  })

  it('will do while the sources stay the same, whatever happens to tests', () => {
    write('src/main/index.test.ts', 'export {}')
    expect(isBuilt(root, fingerprint(root))).toBe(true)
  })

  const changes: [string, () => void][] = [
    ['a source of another size', () => write('src/main/index.ts', 'export {}\n')],
    ['a source of another time', () => utimesSync(join(root, 'src/main/index.ts'), 1, 1)],
    ['one source more', () => write('src/shared/a.ts', '')],
    ['one source less', () => rmSync(join(root, 'src/main/index.ts'))],
    ['another package.json', () => write('package.json', '{ }')],
    ['a result missing', () => rmSync(join(root, 'out/main/engine.js'))],
    ['no note of what it was built from', () => rmSync(join(root, 'out/.pixelloom-build'))],
  ]
  it.each(changes)('will not do with %s', (_, change) => {
    change()
    expect(isBuilt(root, fingerprint(root))).toBe(false)
  })
})

describe('the lock', () => {
  /** Above what systems count to: the number of no process. */
  const NOBODY = 2 ** 31 - 1

  it('is held while the body runs, and given back after', async () => {
    const path = join(root, 'deep', 'lock')
    const seen = await withLock(path, () => Promise.resolve(readFileSync(path, 'utf8')))
    expect(seen).toBe(String(process.pid))
    expect(() => readFileSync(path)).toThrow('ENOENT')
  })

  it('is given back after a body that fails', async () => {
    const path = join(root, 'lock')
    await expect(withLock(path, () => Promise.reject(new Error('failed')))).rejects.toThrow('failed')
    expect(() => readFileSync(path)).toThrow('ENOENT')
  })

  it('is taken from a process that is no more', async () => {
    write('lock', String(NOBODY))
    await expect(withLock(join(root, 'lock'), () => Promise.resolve('done'))).resolves.toBe('done')
  })

  it('is waited for while another process holds it', async () => {
    write('lock', String(process.ppid))
    const events: string[] = []
    const body = withLock(join(root, 'lock'), () => Promise.resolve(events.push('body')))
    await new Promise((resolve) => setTimeout(resolve, 300))
    events.push('given back')
    rmSync(join(root, 'lock'))
    await body
    expect(events).toEqual(['given back', 'body'])
  })
})
