import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import sharp from 'sharp'
import { type MainProcess, type Sender, startMain } from './harness'

interface State {
  readonly sandbox: boolean
  readonly spellChecker: boolean
  readonly paths: Record<string, string>
  readonly schemes: { scheme: string; privileges: Record<string, boolean> }[]
  readonly handlers: string[]
  readonly protocols: string[]
  readonly loaded: { url: string; status: number }[]
  readonly dialogs: { name: string; options: Record<string, unknown> }[]
  readonly menu: { role?: string; submenu?: { role?: string }[] }[]
  readonly windows: { options: Electron.BrowserWindowConstructorOptions; shown: boolean; focused: boolean }[]
}

interface Answered {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: Uint8Array
}

let main: MainProcess
const state = async (): Promise<State> => (await main.ask('state')) as State
const request = async (url: string, method = 'GET'): Promise<Answered> =>
  (await main.ask('request', { url, method })) as Answered

async function opened(process: MainProcess): Promise<void> {
  await vi.waitFor(async () => expect(((await process.ask('state')) as State).windows[0]?.shown).toBe(true), {
    timeout: 60_000,
  })
}

describe('the main process under a stand-in for Electron', () => {
  beforeAll(async () => {
    main = await startMain()
    await opened(main)
  })
  afterAll(() => main.stop())

  describe('its window', () => {
    it('is sandboxed, isolated and without Node', async () => {
      const { windows, sandbox } = await state()
      expect(sandbox).toBe(true)
      expect(windows).toHaveLength(1)
      expect(windows[0]?.options.webPreferences).toMatchObject({
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        webviewTag: false,
        navigateOnDragDrop: false,
      })
    })

    it('loads its page over a scheme of its own', async () => {
      const { loaded, schemes, protocols } = await state()
      expect(loaded).toEqual([{ url: 'pixelloom://app/index.html', status: 200 }])
      expect(schemes.map(({ scheme }) => scheme)).toEqual(['pixelloom', 'pixelloom-image'])
      for (const { privileges } of schemes) {
        expect(privileges).toMatchObject({ standard: true, secure: true })
        expect(privileges['bypassCSP']).toBeUndefined()
      }
      expect(protocols.sort()).toEqual(['pixelloom', 'pixelloom-image'])
    })

    it('stays on its page', async () => {
      for (const name of ['will-navigate', 'will-redirect', 'will-frame-navigate']) {
        for (const url of [
          'https://example.com/',
          'file:///etc/passwd',
          'pixelloom://other/index.html',
          'pixelloom-image://local/photos/a/display',
          'about:blank',
          'javascript:alert(1)',
        ]) {
          expect(await main.ask('navigate', { name, url }), `${name} ${url}`).toBe(false)
        }
        expect(await main.ask('navigate', { name, url: 'pixelloom://app/index.html' })).toBe(true)
      }
      expect(await main.ask('navigate', { name: 'will-attach-webview', url: 'pixelloom://app/' })).toBe(false)
    })

    it('opens no other window and downloads nothing', async () => {
      expect(await main.ask('open', { url: 'https://example.com/' })).toEqual({ action: 'deny' })
      expect(await main.ask('open', { url: 'pixelloom://app/index.html' })).toEqual({ action: 'deny' })
      expect(await main.ask('download')).toBe(false)
    })

    it.each(['media', 'geolocation', 'notifications', 'clipboard-read', 'fullscreen', 'openExternal', 'usb'])(
      'is refused %s',
      async (name) => {
        expect(await main.ask('permission', { name })).toEqual({
          request: false,
          check: false,
          device: false,
        })
      },
    )

    it.each([
      ['pixelloom://app/assets/index.js', true],
      ['pixelloom-image://local/photos/a/display', true],
      ['blob:pixelloom://app/1234', true],
      ['data:image/png;base64,AAAA', true],
      ['https://example.com/pixel.gif', false],
      ['http://127.0.0.1:7878/', false],
      ['ws://127.0.0.1:7878/events', false],
      ['file:///etc/passwd', false],
      ['pixelloom://elsewhere/index.html', false],
    ])('asked to load %s: %s', async (url, may) => {
      expect(await main.ask('mayLoad', { url })).toBe(may)
    })

    it('checks no spelling, for that would fetch dictionaries', async () => {
      expect((await state()).spellChecker).toBe(false)
    })

    it('has a menu of roles', async () => {
      const { menu } = await state()
      const roles = menu.flatMap(({ role, submenu = [] }) => [role, ...submenu.map((item) => item.role)])
      expect(roles).toEqual(expect.arrayContaining(['quit', 'copy', 'paste', 'zoomIn', 'window']))
    })

    it('keeps its own files apart from the models', async () => {
      expect((await state()).paths['userData']).toBe(`${main.dataFolder}/window`)
    })

    it('comes to the front when the app is started a second time', async () => {
      await main.ask('emit', { name: 'second-instance', args: [['pixelloom'], '/'] })
      await expect.poll(async () => (await state()).windows[0]?.focused).toBe(true)
    })
  })

  describe('its page protocol', () => {
    it('sends a strict Content-Security-Policy with every answer', async () => {
      for (const url of ['pixelloom://app/index.html', 'pixelloom://app/missing.js']) {
        const { headers } = await request(url)
        const policy = headers['content-security-policy'] ?? ''
        expect(policy).toContain("default-src 'none'")
        expect(policy).toContain("script-src 'self';")
        expect(policy).toContain("frame-ancestors 'none'")
        expect(policy).not.toMatch(/unsafe-eval|https?:|\*/)
        expect(headers['x-content-type-options']).toBe('nosniff')
      }
    })

    it('serves what the page names', async () => {
      const page = new TextDecoder().decode((await request('pixelloom://app/index.html')).body)
      const scripts = [...page.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map((match) => match[1] ?? '')
      expect(scripts.length).toBeGreaterThan(0)
      for (const script of scripts) {
        const { status, headers } = await request(new URL(script, 'pixelloom://app/index.html').href)
        expect([status, headers['content-type']]).toEqual([200, expect.stringMatching(/javascript|css/)])
      }
    })

    it.each([
      'pixelloom://app/../main/index.js',
      'pixelloom://app/%2e%2e/main/index.js',
      'pixelloom://app/..%2fmain%2findex.js',
      'pixelloom://app/..%5cmain%5cindex.js',
      'pixelloom://app//etc/hosts.json',
      'pixelloom://app/%00.js',
      'pixelloom://app/%ff.js',
      'pixelloom://app/',
      'pixelloom://other/index.html',
    ])('has nothing at %s', async (url) => {
      expect((await request(url)).status).toBe(404)
    })

    it('answers nothing but GET', async () => {
      expect((await request('pixelloom://app/index.html', 'POST')).status).toBe(404)
    })
  })

  describe('its IPC', () => {
    it('answers its own page, through the same handlers as everyone', async () => {
      expect(await main.invoke('app.info', {})).toMatchObject({
        ok: true,
        value: { version: '9.9.9', shell: 'window', dataFolder: main.dataFolder },
      })
    })

    const strangers: Sender[] = [
      'a frame inside it',
      'another page in it',
      'a frame that is gone',
      'another window',
    ]
    it.each(strangers)('refuses %s', async (from) => {
      expect(await main.invokeFrom(from, 'app.info', {})).toMatchObject({
        ok: false,
        error: { code: 'forbidden' },
      })
    })

    it('checks what comes in', async () => {
      const wrong: unknown[][] = [
        ['app.format', {}],
        ['__proto__', {}],
        [{ toString: 1 }, {}],
        [undefined],
        ['jobs.pause', { jobId: 5 }],
        ['library.addPaths', { paths: [] }],
      ]
      for (const args of wrong) {
        expect(await main.invokeFrom('page', ...args)).toMatchObject({
          ok: false,
          error: { code: 'invalid-argument' },
        })
      }
    })

    it('asks with the system dialogs', async () => {
      await main.ask('answer', { name: 'open', value: { canceled: false, filePaths: ['/pictures'] } })
      expect(await main.invoke('dialogs.chooseFolder', {})).toEqual({
        ok: true,
        value: { path: '/pictures' },
      })
      await main.ask('answer', { name: 'open', value: { canceled: true, filePaths: [] } })
      expect(await main.invoke('dialogs.chooseFolder', {})).toEqual({ ok: true, value: { path: null } })
      expect(await main.invoke('dialogs.chooseImages', {})).toEqual({ ok: true, value: { paths: [] } })
    })
  })

  describe('its image protocol', () => {
    it('shows a photo that was added, and tells the page of it', async () => {
      const pixels = { width: 6, height: 4, channels: 3 as const, background: { r: 200, g: 30, b: 60 } }
      const data = new Uint8Array(await sharp({ create: pixels }).png().toBuffer())
      const reply = await main.invoke('library.addBytes', { name: 'red.png', data })
      if (!reply.ok) throw new Error(reply.error.message)
      const [photo] = reply.value.added
      expect(photo).toMatchObject({ name: 'red.png', width: 6, height: 4, source: 'copy' })
      const shown = await request(`pixelloom-image://local/${photo?.display}`)
      expect(shown.status).toBe(200)
      expect(shown.headers).toMatchObject({
        'content-type': expect.stringMatching(/^image\//) as string,
        'x-content-type-options': 'nosniff',
        'access-control-allow-origin': 'pixelloom://app',
      })
      const { data: first } = await sharp(shown.body).raw().toBuffer({ resolveWithObject: true })
      expect([...first.subarray(0, 3)]).toEqual([200, 30, 60])
      await expect.poll(() => main.events('library.changed').length).toBeGreaterThan(0)
    })

    it.each([
      'pixelloom-image://local/',
      'pixelloom-image://local/library.json',
      'pixelloom-image://local/../library.json',
      'pixelloom-image://local/photos/..%2f..%2flibrary.json',
      'pixelloom-image://local/photos/%2e%2e/%2e%2e/etc/passwd',
      'pixelloom-image://local//etc/passwd',
      'pixelloom-image://local/jobs/a/%00',
      'pixelloom-image://local/jobs/%ff',
      'pixelloom-image://elsewhere/photos/a/display',
    ])('has nothing at %s', async (url) => {
      expect((await request(url)).status).toBe(404)
    })
  })
})

describe('starting and ending', () => {
  it('a second start leaves at once', async () => {
    const second = await startMain({ environment: { STAND_IN_SECOND: '1' } })
    expect(await second.exited).toBe(0)
    expect(second.pushes).toEqual([{ channel: 'quit', args: [] }])
    await second.stop()
  })

  it('a packaged window has no developer tools and no development page', async () => {
    const packaged = await startMain({
      environment: { STAND_IN_PACKAGED: '1', ELECTRON_RENDERER_URL: 'http://localhost:5173' },
    })
    await opened(packaged)
    const { windows, loaded } = (await packaged.ask('state')) as State
    expect(windows[0]?.options.webPreferences?.devTools).toBe(false)
    expect(loaded).toEqual([{ url: 'pixelloom://app/index.html', status: 200 }])
    await packaged.ask('quit')
    expect(await packaged.exited).toBe(0)
    await packaged.stop()
  })

  it('says why it could not start', async () => {
    const broken = await startMain({ dataFolder: join(import.meta.filename, 'no-folder') })
    expect(await broken.exited).toBe(1)
    const [shown] = broken.pushes.filter(({ channel }) => channel === 'dialog')
    expect(shown?.args).toEqual([
      'error',
      { title: 'Pixelloom could not start', text: expect.stringContaining('--data-folder') as string },
    ])
    await broken.stop()
  })
})
