// What a test may ask of the stand-in for Electron (electron.ts), over the channel to the process that started it.
import type { EventEmitter } from 'node:events'
import { EventEmitter as Emitter } from 'node:events'
import type Electron from 'electron'
import type { MainPort } from './ports'

export type Template = readonly Electron.MenuItemConstructorOptions[]

/** Menus are told as data: what a click does stays here. */
export function plain(template: Template): unknown[] {
  return template.map(({ click, submenu, ...item }) => ({
    ...item,
    ...(click !== undefined && { clickable: true }),
    ...(Array.isArray(submenu) && { submenu: plain(submenu) }),
  }))
}

export function push(channel: string, args: readonly unknown[], sent?: () => void): void {
  process.send?.({ push: { channel, args } }, undefined, undefined, () => sent?.())
}

/** Emits an event that a listener may prevent; true where none did. */
export function allows(emitter: EventEmitter, name: string, ...args: unknown[]): boolean {
  const event = { prevented: false, preventDefault: () => void (event.prevented = true) }
  emitter.emit(name, event, ...args)
  return !event.prevented
}

interface StandInWindow {
  readonly options: Electron.BrowserWindowConstructorOptions
  readonly webContents: EventEmitter & {
    readonly mainFrame: { url: string }
    readonly openHandler: ((details: Electron.HandlerDetails) => unknown) | undefined
    readonly port:
      { readonly channel: string; readonly port: MainPort; readonly heard: Uint8Array[] } | undefined
  }
  readonly shown: boolean
  focused: boolean
  readonly maximized: boolean
  readonly progress: number | undefined
  close(): boolean
  isDestroyed(): boolean
}

/** What the stand-in keeps, as far as tests ask for it. */
export interface Inside {
  readonly told: object
  readonly windows: readonly StandInWindow[]
  readonly notices: readonly EventEmitter[]
  readonly protocols: ReadonlyMap<string, (request: Request) => Response | Promise<Response>>
  readonly handlers: ReadonlyMap<string, (event: Electron.IpcMainInvokeEvent, ...args: unknown[]) => unknown>
  readonly answers: Map<string, unknown>
  readonly locked: Locked
  readonly app: EventEmitter & { quit(): void }
  readonly defaultSession: EventEmitter
  readonly menus: () => { menu: Template; dock: Template }
  readonly theme: () => string
}

export type Asked<K extends keyof Electron.Session> = Electron.Session[K] extends (handler: infer H) => void
  ? NonNullable<H>
  : never

/** What the app told its session to do when the page asks for something. */
export interface Locked {
  permissionRequest: Asked<'setPermissionRequestHandler'> | undefined
  permissionCheck: Asked<'setPermissionCheckHandler'> | undefined
  devicePermission: Asked<'setDevicePermissionHandler'> | undefined
  beforeRequest:
    ((details: { url: string }, answer: (answer: { cancel?: boolean }) => void) => void) | undefined
}

function itemNamed(template: Template, label: string): Electron.MenuItemConstructorOptions | undefined {
  for (const item of template) {
    if (item.label === label && item.click) return item
    const inside = Array.isArray(item.submenu) ? itemNamed(item.submenu, label) : undefined
    if (inside) return inside
  }
  return undefined
}

export function answerTests(inside: Inside): void {
  const { told, windows, notices, protocols, handlers, answers, locked, app, defaultSession } = inside
  const first = (): StandInWindow => {
    const [window] = windows
    if (!window) throw new Error('There is no window.')
    return window
  }

  const requests: Record<string, (input: never) => unknown> = {
    state: () => ({
      ...told,
      menu: plain(inside.menus().menu),
      dock: plain(inside.menus().dock),
      theme: inside.theme(),
      handlers: [...handlers.keys()],
      protocols: [...protocols.keys()],
      windows: windows.map((window) => {
        const { options, shown, focused, maximized, progress, webContents } = window
        const port = webContents.port && { channel: webContents.port.channel, heard: webContents.port.heard }
        return { options, shown, focused, maximized, progress, gone: window.isDestroyed(), port }
      }),
    }),
    invoke({ channel, from, args }: { channel: string; from: string; args: unknown[] }) {
      const { webContents } = first()
      const { mainFrame } = webContents
      const senders: Record<string, [unknown, unknown]> = {
        page: [webContents, mainFrame],
        'a frame inside it': [webContents, { url: mainFrame.url, parent: mainFrame }],
        'another page in it': [webContents, { ...mainFrame, url: 'https://example.com/' }],
        'a frame that is gone': [webContents, null],
        'another window': [new Emitter(), { ...mainFrame }],
      }
      const [sender, senderFrame] = senders[from] ?? []
      return handlers.get(channel)?.({ sender, senderFrame } as Electron.IpcMainInvokeEvent, ...args)
    },
    async request({ url, method }: { url: string; method: string }) {
      const handler = protocols.get(new URL(url).protocol.slice(0, -1))
      if (!handler) throw new Error(`Nobody answers ${url}`)
      const response = await handler(new Request(url, { method }))
      const body = new Uint8Array(await response.arrayBuffer())
      return { status: response.status, headers: Object.fromEntries(response.headers), body }
    },
    permission({ name }: { name: string }) {
      let granted: boolean | undefined
      const asked = [{}, name, (answer: boolean) => (granted = answer)] as never as Parameters<
        NonNullable<typeof locked.permissionRequest>
      >
      locked.permissionRequest?.(...asked)
      return {
        request: granted,
        check: locked.permissionCheck?.(
          ...([{}, name, 'pixelloom://app', {}] as never as [never, never, never, never]),
        ),
        device: locked.devicePermission?.({ deviceType: name } as never),
      }
    },
    mayLoad({ url }: { url: string }) {
      let cancelled: boolean | undefined
      locked.beforeRequest?.({ url }, (answer) => (cancelled = answer.cancel))
      return !cancelled
    },
    navigate: ({ name, url }: { name: string; url: string }) => {
      const event = { url, prevented: false, preventDefault: () => void (event.prevented = true) }
      first().webContents.emit(name, event)
      return !event.prevented
    },
    download: () => allows(defaultSession, 'will-download', {}),
    open: ({ url }: { url: string }) => first().webContents.openHandler?.({ url } as Electron.HandlerDetails),
    answer: ({ name, value }: { name: string; value: unknown }) => void answers.set(name, value),
    close: () => first().close(),
    pageSays: ({ window, bytes }: { window: number; bytes: Uint8Array }) =>
      windows[window]?.webContents.port?.port.postMessage(bytes),
    pageCrashes: ({ window }: { window: number }) =>
      void windows[window]?.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 }),
    blur: () => void (first().focused = false),
    emit: ({ name, args = [] }: { name: string; args?: unknown[] }) => void app.emit(name, {}, ...args),
    openFile: ({ path }: { path: string }) => !allows(app, 'open-file', path),
    click: ({ label }: { label: string }) => {
      const item = itemNamed(inside.menus().menu, label) ?? itemNamed(inside.menus().dock, label)
      if (!item?.click) throw new Error(`There is nothing to click at ${label}`)
      ;(item.click as () => void)()
    },
    rightClick: (at: object) => void first().webContents.emit('context-menu', {}, at),
    clickNotice: ({ index }: { index: number }) => void notices[index]?.emit('click'),
    quit: () => void setImmediate(() => app.quit()),
  }

  process.on('message', ({ id, name, input }: { id: number; name: string; input?: object }) => {
    Promise.resolve()
      .then(() => requests[name]?.((input ?? {}) as never))
      .then(
        (value) => process.send?.({ id, value }),
        (error: unknown) =>
          process.send?.({ id, error: error instanceof Error ? error.stack : String(error) }),
      )
  })
}
