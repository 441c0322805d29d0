import { imageScheme } from '../shared/contract/api'

/**
 * Addresses of the window. The page has a scheme of its own instead of file:, so that it has a real origin,
 * its responses carry headers (a Content-Security-Policy among them), and it can read no file on the disk.
 */
export const pageScheme = 'pixelloom'
export const pageHost = 'app'
export const imageHost = 'local'

/** Privileges of both schemes: a real origin that counts as secure. */
export const schemes = [
  { scheme: pageScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  // Canvases read the pixels of images, so these must be loadable with CORS.
  {
    scheme: imageScheme,
    privileges: { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true },
  },
]

/** Where the window's page comes from: the built one, or electron-vite's server while developing. */
export interface Page {
  readonly url: string
  readonly origin: string
}

/** `developmentUrl`: ELECTRON_RENDERER_URL, only ever handed in by an app that is not packaged. */
export function pageOf(developmentUrl?: string): Page {
  if (developmentUrl) {
    const { origin, href } = new URL(developmentUrl)
    return { url: href, origin }
  }
  const origin = `${pageScheme}://${pageHost}`
  return { url: `${origin}/index.html`, origin }
}

/** The origin of an address, also of schemes that Node's URL gives none for. */
export function originOf(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined
  const { protocol, host } = new URL(address)
  return host ? `${protocol}//${host}` : undefined
}
