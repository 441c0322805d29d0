// Stands in for Electron under plain Node, as far as the main process uses it. It decides nothing: it keeps
// what it is told, and does what a test says over the channel to the process that started it.
import { fork } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { fileURLToPath } from 'node:url'

const told = { switches: {}, paths: {}, dialogs: [], desktop: [], power: [], loaded: [], schemes: undefined }
const protocols = new Map()
const handlers = new Map()
const answers = new Map()
const windows = []

class Contents extends EventEmitter {
  constructor() {
    super()
    this.mainFrame = { url: 'about:blank', parent: null }
    app.emit('web-contents-created', {}, this)
  }
  setWindowOpenHandler(handler) {
    this.openHandler = handler
  }
  startDrag(item) {
    told.desktop.push({ name: 'drag', files: item.files, icon: item.icon.path })
  }
  send(channel, ...args) {
    process.send({ push: { channel, args } })
  }
  isDestroyed() {
    return false
  }
}

export class BrowserWindow extends EventEmitter {
  constructor(options) {
    super()
    this.options = options
    this.webContents = new Contents()
    this.shown = false
    windows.push(this)
  }
  async loadURL(url) {
    const response = await protocols.get(new URL(url).protocol.slice(0, -1))?.(new Request(url))
    told.loaded.push({ url, status: response?.status })
    this.webContents.mainFrame.url = url
    this.emit('ready-to-show')
  }
  show() {
    this.shown = true
  }
  focus() {
    this.focused = true
  }
  isMinimized() {
    return false
  }
  isDestroyed() {
    return this.gone === true
  }
  setProgressBar(value) {
    this.progress = value
  }
  close() {
    if (!allows(this, 'close')) return false
    this.gone = true
    return true
  }
}

/** Emits an event that a listener may prevent; true where none did. */
function allows(emitter, name, ...args) {
  const event = { prevented: false, preventDefault: () => (event.prevented = true) }
  emitter.emit(name, event, ...args)
  return !event.prevented
}

export const app = Object.assign(new EventEmitter(), {
  isPackaged: process.env['STAND_IN_PACKAGED'] === '1',
  enableSandbox: () => (told.sandbox = true),
  commandLine: {
    getSwitchValue: (name) =>
      process.argv.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3) ?? '',
  },
  setPath: (name, path) => (told.paths[name] = path),
  requestSingleInstanceLock: () => process.env['STAND_IN_SECOND'] !== '1',
  whenReady: () => Promise.resolve(),
  getVersion: () => '9.9.9',
  quit() {
    if (!windows.every((window) => window.isDestroyed() || window.close())) return
    if (!allows(app, 'will-quit')) return
    process.send({ push: { channel: 'quit', args: [] } }, () => process.exit(0))
  },
  exit: (code) => process.send({ push: { channel: 'exit', args: [code] } }, () => process.exit(code)),
})

export const protocol = {
  registerSchemesAsPrivileged: (schemes) => (told.schemes = schemes),
  handle: (scheme, handler) => void protocols.set(scheme, handler),
}

const defaultSession = Object.assign(new EventEmitter(), {
  setPermissionRequestHandler: (handler) => (defaultSession.permissionRequest = handler),
  setPermissionCheckHandler: (handler) => (defaultSession.permissionCheck = handler),
  setDevicePermissionHandler: (handler) => (defaultSession.devicePermission = handler),
  setSpellCheckerEnabled: (enabled) => (told.spellChecker = enabled),
  webRequest: { onBeforeRequest: (handler) => (defaultSession.beforeRequest = handler) },
})
export const session = { defaultSession }

export const ipcMain = {
  handle(channel, handler) {
    if (handlers.has(channel)) throw new Error(`A second handler for ${channel}`)
    handlers.set(channel, handler)
  },
  removeHandler: (channel) => void handlers.delete(channel),
}

export const utilityProcess = {
  fork(entry, _args, options) {
    const bootstrap = fileURLToPath(new URL('./utility.mjs', import.meta.url))
    const stdio = ['ignore', 'ignore', 'inherit', 'ipc']
    const child = fork(bootstrap, [entry], { serialization: 'advanced', execArgv: [], stdio })
    const utility = new EventEmitter()
    child.on('message', (message) => utility.emit('message', message))
    child.on('exit', (code) => utility.emit('exit', code ?? 1))
    told.utility = { entry, options, pid: child.pid }
    return Object.assign(utility, {
      pid: child.pid,
      postMessage: (message) => void child.send(message, () => undefined),
      kill: () => child.kill(),
    })
  },
}

let blockers = 0
export const powerSaveBlocker = {
  start(kind) {
    told.power.push(`start ${kind}`)
    return ++blockers
  },
  stop: () => void told.power.push('stop'),
}

/** What a test answers a dialog with, or as if it had been closed. */
function answered(name, options, closed) {
  told.dialogs.push({ name, options })
  return answers.get(name) ?? closed
}
export const dialog = {
  showOpenDialog: async (...args) => answered('open', args.at(-1), { canceled: true, filePaths: [] }),
  showSaveDialog: async (...args) => answered('save', args.at(-1), { canceled: true, filePath: '' }),
  showMessageBoxSync: (...args) => answered('message', args.at(-1), 0),
  showErrorBox: (title, text) =>
    void process.send({ push: { channel: 'dialog', args: ['error', { title, text }] } }),
}

/** A picture that only knows its file. */
const picture = (path) => ({
  path,
  isEmpty: () => !/\.(png|jpe?g)$/.test(path),
  getSize: () => ({ width: 256, height: 256 }),
  toPNG: () => Buffer.from(path),
  resize: (size) => ({ ...picture(path), ...size }),
})
export const nativeImage = { createFromPath: picture }
export class ClipboardItem {
  constructor(items) {
    this.items = items
  }
  get types() {
    return Object.keys(this.items)
  }
}
export const clipboard = {
  write: async (items) =>
    void told.desktop.push({ name: 'copy', types: items.flatMap(({ types }) => types) }),
}
export const shell = {
  showItemInFolder: (path) => void told.desktop.push({ name: 'show', path }),
  trashItem: async (path) => void told.desktop.push({ name: 'trash', path }),
  openPath: async (path) => {
    told.desktop.push({ name: 'open', path })
    return ''
  },
}

export const nativeTheme = { shouldUseDarkColors: false }
export const Menu = {
  buildFromTemplate: (template) => template,
  setApplicationMenu: (menu) => (told.menu = menu),
}

/** What a test may ask of this process. */
const requests = {
  state: () => ({
    ...told,
    handlers: [...handlers.keys()],
    protocols: [...protocols.keys()],
    windows: windows.map(({ options, shown, focused = false, progress }) => ({
      options,
      shown,
      focused,
      progress,
    })),
  }),
  invoke({ channel, from, args }) {
    const window = windows[0]
    const { mainFrame } = window.webContents
    const senders = {
      page: [window.webContents, mainFrame],
      'a frame inside it': [window.webContents, { url: mainFrame.url, parent: mainFrame }],
      'another page in it': [window.webContents, { ...mainFrame, url: 'https://example.com/' }],
      'a frame that is gone': [window.webContents, null],
      'another window': [new EventEmitter(), { ...mainFrame }],
    }
    const [sender, senderFrame] = senders[from]
    return handlers.get(channel)({ sender, senderFrame }, ...args)
  },
  async request({ url, method }) {
    const handler = protocols.get(new URL(url).protocol.slice(0, -1))
    const response = await handler(new Request(url, { method }))
    const body = new Uint8Array(await response.arrayBuffer())
    return { status: response.status, headers: Object.fromEntries(response.headers), body }
  },
  permission({ name }) {
    let granted
    defaultSession.permissionRequest({}, name, (answer) => (granted = answer))
    return {
      request: granted,
      check: defaultSession.permissionCheck({}, name, 'pixelloom://app', {}),
      device: defaultSession.devicePermission({ deviceType: name }),
    }
  },
  mayLoad({ url }) {
    let cancelled
    defaultSession.beforeRequest({ url }, (answer) => (cancelled = answer.cancel))
    return !cancelled
  },
  navigate({ name, url }) {
    const event = { url, prevented: false, preventDefault: () => (event.prevented = true) }
    windows[0].webContents.emit(name, event)
    return !event.prevented
  },
  download: () => allows(defaultSession, 'will-download', {}),
  open: ({ url }) => windows[0].webContents.openHandler({ url }),
  answer: ({ name, value }) => void answers.set(name, value),
  close: () => windows[0].close(),
  emit: ({ name }) => void app.emit(name),
  quit: () => void setImmediate(() => app.quit()),
}

process.on('message', ({ id, name, input }) => {
  Promise.resolve()
    .then(() => requests[name](input ?? {}))
    .then(
      (value) => process.send({ id, value }),
      (error) => process.send({ id, error: String(error?.stack ?? error) }),
    )
})
