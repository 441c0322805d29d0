// Stands in for Electron under plain Node, as far as the main process uses it. It decides nothing: it keeps what it is
// told, and does what a test says over the channel to the process that started it. Everything it offers is held to
// Electron's own declarations by the compiler, so that it can't drift from what a real one has.
import { fork } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { fileURLToPath } from 'node:url'
import type Electron from 'electron'
import { MainPort, noCard, portPair, postToChild } from './ports'
import { allows, answerTests, type Asked, type Locked, plain, push, type Template } from './requests'

type Handler = (event: Electron.IpcMainInvokeEvent, ...args: unknown[]) => unknown
type Answering = (request: Request) => Response | Promise<Response>

const told = {
  sandbox: false,
  spellChecker: undefined as boolean | undefined,
  paths: {} as Record<string, string>,
  dialogs: [] as { name: string; options: unknown }[],
  desktop: [] as ({ name: string } & Record<string, unknown>)[],
  notices: [] as { title?: string; body?: string; silent?: boolean }[],
  recent: [] as string[],
  badge: 0,
  about: undefined as unknown,
  popups: [] as unknown[],
  power: [] as string[],
  switches: [] as string[],
  loaded: [] as { url: string; status: number | undefined }[],
  schemes: undefined as unknown,
  utility: undefined as unknown,
}
const protocols = new Map<string, Answering>()
const handlers = new Map<string, Handler>()
const answers = new Map<string, unknown>()
const windows: BrowserWindow[] = []
const notices: Notification[] = []
let menu: Template = []
let dock: Template = []

interface Frame {
  url: string
  parent: unknown
}

class Contents
  extends EventEmitter
  implements
    Pick<Electron.WebContents, 'setWindowOpenHandler' | 'startDrag' | 'send' | 'isDestroyed' | 'postMessage'>
{
  readonly mainFrame: Frame = { url: 'about:blank', parent: null }
  /** What its page was handed, and what came to it there. */
  port: { readonly channel: string; readonly port: MainPort; readonly heard: Uint8Array[] } | undefined
  openHandler: Parameters<Electron.WebContents['setWindowOpenHandler']>[0] | undefined
  constructor() {
    super()
    app.emit('web-contents-created', {}, this)
  }
  setWindowOpenHandler(handler: NonNullable<Contents['openHandler']>): void {
    this.openHandler = handler
  }
  startDrag({ files, icon }: Electron.Item): void {
    told.desktop.push({ name: 'drag', files, icon: typeof icon === 'string' ? icon : icon.getSize() })
  }
  send(channel: string, ...args: unknown[]): void {
    push(channel, args)
  }
  postMessage(channel: string, _message: unknown, [port]: Electron.MessagePortMain[] = []): void {
    if (!(port instanceof MainPort)) throw new Error('There is no port in it.')
    const heard: Uint8Array[] = []
    this.port = { channel, port, heard }
    port.on('message', ({ data }: { data: Uint8Array }) => {
      heard.push(data)
      // A page whose browser has no card, where no test says what it answers.
      if (process.env['STAND_IN_CARD'] !== '1') port.postMessage(noCard(data))
    })
    port.start()
  }
  isDestroyed(): boolean {
    return false
  }
}

export class BrowserWindow
  extends EventEmitter
  implements
    Pick<
      Electron.BrowserWindow,
      | 'loadURL'
      | 'show'
      | 'focus'
      | 'isFocused'
      | 'isMinimized'
      | 'restore'
      | 'isDestroyed'
      | 'maximize'
      | 'isMaximized'
      | 'getNormalBounds'
      | 'setProgressBar'
      | 'destroy'
    >
{
  readonly webContents = new Contents()
  shown = false
  focused = false
  maximized = false
  progress: number | undefined
  private gone = false
  constructor(readonly options: Electron.BrowserWindowConstructorOptions) {
    super()
    windows.push(this)
  }
  async loadURL(url: string): Promise<void> {
    const response = await protocols.get(new URL(url).protocol.slice(0, -1))?.(new Request(url))
    told.loaded.push({ url, status: response?.status })
    this.webContents.mainFrame.url = url
    this.emit('ready-to-show')
  }
  show(): void {
    this.shown = true
  }
  focus(): void {
    this.focused = true
    this.emit('focus')
  }
  isFocused(): boolean {
    return this.focused
  }
  isMinimized(): boolean {
    return false
  }
  restore(): void {
    this.shown = true
  }
  isDestroyed(): boolean {
    return this.gone
  }
  maximize(): void {
    this.maximized = true
  }
  isMaximized(): boolean {
    return this.maximized
  }
  getNormalBounds(): Electron.Rectangle {
    const { x = 0, y = 0, width = 0, height = 0 } = this.options
    return { x, y, width, height }
  }
  setProgressBar(value: number): void {
    this.progress = value
  }
  destroy(): void {
    this.gone = true
    // Its page goes with it, and so does that end of a line.
    this.webContents.port?.port.close()
    this.emit('closed')
  }
  close(): boolean {
    if (!allows(this, 'close')) return false
    this.destroy()
    return true
  }
}

const dockOf = { setMenu: (shown: Electron.Menu) => void (dock = shown as unknown as Template) }

export const app = Object.assign(new EventEmitter(), {
  isPackaged: process.env['STAND_IN_PACKAGED'] === '1',
  enableSandbox: () => void (told.sandbox = true),
  commandLine: {
    getSwitchValue: (name: string) =>
      process.argv.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3) ?? '',
    appendSwitch: (name: string) => void told.switches.push(name),
  } satisfies Partial<Electron.CommandLine> as unknown as Electron.CommandLine,
  dock: dockOf satisfies Partial<Electron.Dock> as unknown as Electron.Dock,
  setAppUserModelId: (id: string) => void (told.paths['appUserModelId'] = id),
  setPath: (name: string, path: string) => void (told.paths[name] = path),
  requestSingleInstanceLock: () => process.env['STAND_IN_SECOND'] !== '1',
  whenReady: () => Promise.resolve(),
  getVersion: () => '9.9.9',
  getPreferredSystemLanguages: () => (process.env['STAND_IN_LANGUAGES'] ?? 'en-GB').split(','),
  addRecentDocument: (path: string) => void told.recent.push(path),
  setBadgeCount(count = 0) {
    told.badge = count
    return true
  },
  setAboutPanelOptions: (options: Electron.AboutPanelOptionsOptions) => void (told.about = options),
  showAboutPanel: () => void told.desktop.push({ name: 'about' }),
  relaunch: (options?: Electron.RelaunchOptions) => push('relaunch', [options?.args ?? []]),
  quit() {
    app.emit('before-quit', {})
    // Each is asked, also after one that stays.
    const gone = windows.map((window) => window.isDestroyed() || window.close())
    if (gone.includes(false)) return
    if (!allows(app, 'will-quit')) return
    push('quit', [], () => process.exit(0))
  },
  exit: (code?: number) => push('exit', [code], () => process.exit(code)),
} satisfies Partial<Electron.App>)

export const protocol = {
  registerSchemesAsPrivileged: (schemes: Electron.CustomScheme[]) => void (told.schemes = schemes),
  handle: (scheme: string, handler: Answering) => void protocols.set(scheme, handler),
} satisfies Partial<Electron.Protocol>

const locked: Locked = {
  permissionRequest: undefined,
  permissionCheck: undefined,
  devicePermission: undefined,
  beforeRequest: undefined,
}
const webRequest = {
  onBeforeRequest: (handler: unknown) => void (locked.beforeRequest = handler as typeof locked.beforeRequest),
}
const defaultSession = Object.assign(new EventEmitter(), {
  setPermissionRequestHandler: (handler: Asked<'setPermissionRequestHandler'> | null) =>
    void (locked.permissionRequest = handler ?? undefined),
  setPermissionCheckHandler: (handler: Asked<'setPermissionCheckHandler'> | null) =>
    void (locked.permissionCheck = handler ?? undefined),
  setDevicePermissionHandler: (handler: Asked<'setDevicePermissionHandler'> | null) =>
    void (locked.devicePermission = handler ?? undefined),
  setSpellCheckerEnabled: (enabled: boolean) => void (told.spellChecker = enabled),
  webRequest: webRequest satisfies Partial<Electron.WebRequest> as unknown as Electron.WebRequest,
} satisfies Partial<Electron.Session>)
export const session = { defaultSession }

export const ipcMain = {
  handle(channel: string, handler: Handler) {
    if (handlers.has(channel)) throw new Error(`A second handler for ${channel}`)
    handlers.set(channel, handler)
  },
  removeHandler: (channel: string) => void handlers.delete(channel),
} satisfies Partial<Electron.IpcMain>

export const utilityProcess = {
  fork(entry: string, _args?: string[], options?: Electron.ForkOptions): Electron.UtilityProcess {
    const bootstrap = fileURLToPath(new URL('./utility.mjs', import.meta.url))
    const child = fork(bootstrap, [entry], {
      serialization: 'advanced',
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: options?.env as NodeJS.ProcessEnv,
    })
    const utility = new EventEmitter()
    child.on('message', (message) => {
      if (!MainPort.takesFromChild(message)) utility.emit('message', message)
    })
    child.on('exit', (code) => utility.emit('exit', code ?? 1))
    told.utility = { entry, options, pid: child.pid }
    return Object.assign(utility, {
      pid: child.pid,
      postMessage: (message: object, transfer: Electron.MessagePortMain[] = []) =>
        postToChild(child, message, transfer),
      kill: () => child.kill(),
    } satisfies Partial<Electron.UtilityProcess>) as unknown as Electron.UtilityProcess
  },
} satisfies Partial<typeof Electron.utilityProcess>

export class MessageChannelMain implements Record<keyof Electron.MessageChannelMain, MainPort> {
  readonly port1: MainPort
  readonly port2: MainPort
  constructor() {
    ;[this.port1, this.port2] = portPair()
  }
}

let blockers = 0
export const powerSaveBlocker = {
  start(kind: string) {
    told.power.push(`start ${kind}`)
    return ++blockers
  },
  stop() {
    told.power.push('stop')
    return true
  },
} satisfies Partial<Electron.PowerSaveBlocker>

/** What a test answers a dialog with, or as if it had been closed. */
function answered<T>(name: string, options: unknown, closed: T): T {
  told.dialogs.push({ name, options })
  return (answers.get(name) as T | undefined) ?? closed
}
export const dialog = {
  showOpenDialog: (...args: unknown[]) =>
    Promise.resolve(answered('open', args.at(-1), { canceled: true, filePaths: [] as string[] })),
  showSaveDialog: (...args: unknown[]) =>
    Promise.resolve(answered('save', args.at(-1), { canceled: true, filePath: '' })),
  showMessageBoxSync: (...args: unknown[]) => answered('message', args.at(-1), 0),
  showErrorBox: (title: string, text: string) => push('dialog', ['error', { title, text }]),
} satisfies Partial<Electron.Dialog>

/** A picture that knows its file, and nothing of what is in it. */
function picture(path: string, size: Electron.Size = { width: 256, height: 256 }): Electron.NativeImage {
  const image = {
    isEmpty: () => !/\.(png|jpe?g)$/.test(path),
    getSize: () => size,
    toPNG: () => Buffer.from(path),
    resize: ({ width = 64, height = 64 }: Electron.ResizeOptions) => picture(path, { width, height }),
  } satisfies Partial<Electron.NativeImage>
  return image as unknown as Electron.NativeImage
}
export const nativeImage = {
  createFromPath: (path: string) => picture(path),
} satisfies Partial<typeof Electron.nativeImage>

export class ClipboardItem implements Pick<Electron.ClipboardItem, 'types'> {
  readonly types: string[]
  constructor(items: ConstructorParameters<typeof Electron.ClipboardItem>[0]) {
    this.types = Object.keys(items)
  }
}
export const clipboard = {
  write(items: readonly { readonly types: readonly string[] }[]) {
    told.desktop.push({ name: 'copy', types: items.flatMap(({ types }) => types) })
    return Promise.resolve()
  },
} satisfies Partial<Electron.Clipboard>

export const shell = {
  showItemInFolder: (path: string) => void told.desktop.push({ name: 'show', path }),
  trashItem(path: string) {
    told.desktop.push({ name: 'trash', path })
    return Promise.resolve()
  },
} satisfies Partial<Electron.Shell>

export class Notification extends EventEmitter implements Pick<Electron.Notification, 'show'> {
  constructor(private readonly options: Electron.NotificationConstructorOptions) {
    super()
  }
  static isSupported(): boolean {
    return true
  }
  show(): void {
    const { title, body, silent } = this.options
    told.notices.push({ title, body, silent })
    notices.push(this)
  }
}

export const screen = {
  getAllDisplays: () =>
    [
      { workArea: { x: 0, y: 0, width: 1920, height: 1080 } },
    ] satisfies Partial<Electron.Display>[] as Electron.Display[],
} satisfies Partial<Electron.Screen>

export const nativeTheme = {
  shouldUseDarkColors: false,
  themeSource: 'system',
} satisfies Partial<Electron.NativeTheme>

export const Menu = {
  // A menu stands for its template; what pops up is told.
  buildFromTemplate: (template: (Electron.MenuItemConstructorOptions | Electron.MenuItem)[]) =>
    Object.assign([...template], {
      popup: () => void told.popups.push(plain(template as unknown as Template)),
    } satisfies Partial<Electron.Menu>) as unknown as Electron.Menu,
  setApplicationMenu: (shown: Electron.Menu | null) => void (menu = (shown ?? []) as unknown as Template),
} satisfies Partial<typeof Electron.Menu>

answerTests({
  told,
  windows,
  notices,
  protocols,
  handlers,
  answers,
  locked,
  app,
  defaultSession,
  menus: () => ({ menu, dock }),
  theme: () => nativeTheme.themeSource,
})
