import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { root } from '../support/optional'

const script = join(root, 'scripts', 'start.mjs')

let dataFolder: string

beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'pixelloom-start-'))
})

afterEach(() => {
  rmSync(dataFolder, { recursive: true, force: true })
})

describe('npm start', () => {
  it('serves the app at an address with a token, until it is interrupted', async () => {
    const child = spawn(process.execPath, [script, '--no-open', '--port', '0'], {
      env: { ...process.env, PIXELLOOM_SHELL: 'browser', PIXELLOOM_DATA: dataFolder },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const ended = once(child, 'exit')
    try {
      const address = await firstAddress(child.stdout)
      expect(new URL(address)).toMatchObject({ protocol: 'http:', hostname: '127.0.0.1' })
      expect(new URL(address).search).not.toBe('')

      // What a browser does: it keeps the cookie that the token is exchanged for, and goes on.
      const entry = await fetch(address, { redirect: 'manual' })
      const cookie = entry.headers.getSetCookie().map((header) => header.split(';', 1)[0] ?? '')
      const location = new URL(entry.headers.get('location') ?? '', address)
      const page = await fetch(location, { headers: { cookie: cookie.join('; ') } })
      expect(page.status).toBe(200)
      expect(await page.text()).toContain('<title>Pixelloom')

      child.kill('SIGINT')
      // Windows has no signals: there, this is no interruption but an end.
      expect(await ended).toEqual(process.platform === 'win32' ? [null, 'SIGINT'] : [0, null])
    } finally {
      child.kill('SIGKILL')
      await ended
    }
  })

  it('says in one sentence why no window opens', () => {
    const { status, stderr } = spawnSync(process.execPath, [script], {
      encoding: 'utf8',
      env: {
        ...process.env,
        DISPLAY: ':0',
        ELECTRON_OVERRIDE_DIST_PATH: dataFolder,
        PIXELLOOM_SHELL: 'window',
      },
    })
    expect(status).toBe(1)
    expect(stderr.trim().split('\n').at(-1)).toMatch(/^No window can open: .+\.$/)
  })

  it('refuses a shell that it does not know', () => {
    const env = { ...process.env, PIXELLOOM_SHELL: 'widow' }
    const { status, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8', env })
    expect(status).toBe(2)
    expect(stderr).toBe('PIXELLOOM_SHELL is "widow"; set it to window or browser, or leave it out.\n')
  })
})

async function firstAddress(output: NodeJS.ReadableStream): Promise<string> {
  let text = ''
  for await (const chunk of output) {
    text += chunk.toString()
    const address = /^http:\S+$/m.exec(text)?.[0]
    if (address !== undefined && text.includes(`${address}\n`)) return address
  }
  throw new Error(`npm start ended without an address: ${text}`)
}
