import type { IpcMainInvokeEvent, Session, WebContents } from 'electron'
import { imageScheme } from '../shared/contract/api'
import { originOf, type Page } from './addresses'

/** Sent with every file of the page. Scripts come from the page's own files only; nothing goes elsewhere. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  // Vue and uPlot set style attributes.
  "style-src 'self' 'unsafe-inline'",
  `img-src 'self' blob: data: ${imageScheme}:`,
  "font-src 'self'",
  `connect-src 'self' ${imageScheme}:`,
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const localProtocols = new Set(['blob:', 'data:', 'devtools:', `${imageScheme}:`])

/** May the window load this? Its own page and images; the network, never. */
export function mayLoad(address: string, page: Page): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, host } = new URL(address)
  if (localProtocols.has(protocol)) return true
  const origin = `${protocol}//${host}`
  // electron-vite's server pushes changes over a WebSocket of the same host.
  return origin === page.origin || origin === page.origin.replace(/^http/, 'ws')
}

/** Takes from a session everything the app has no use for: permissions, devices, downloads, the network. */
export function lockSession(session: Session, page: Page): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  // A spell checker would fetch its dictionaries.
  session.setSpellCheckerEnabled(false)
  session.on('will-download', (event) => event.preventDefault())
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !mayLoad(details.url, page) }))
}

/** The window shows its own page and no other, opens no other window and embeds nothing. */
export function lockContents(contents: WebContents, page: Page): void {
  const stay = (event: { preventDefault(): void; url: string }): void => {
    if (originOf(event.url) !== page.origin) event.preventDefault()
  }
  contents.on('will-navigate', stay)
  contents.on('will-redirect', stay)
  contents.on('will-frame-navigate', stay)
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}

/** A message counts only from the top frame of our own window, while that shows our own page. */
export function isTrustedSender(
  event: IpcMainInvokeEvent,
  contents: WebContents | undefined,
  page: Page,
): boolean {
  const frame = event.senderFrame
  if (!contents || event.sender !== contents || !frame || frame.parent) return false
  return frame === contents.mainFrame && originOf(frame.url) === page.origin
}
