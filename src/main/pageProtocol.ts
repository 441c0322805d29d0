import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { resolveBelow } from '../app/files/inside'
import { pageHost } from './addresses'
import { contentSecurityPolicy } from './security'

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
}

const headers = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
}

/** Answers `pixelloom://app/...` with the files of the built renderer, and with nothing outside its folder. */
export function pageHandler(folder: string): (request: Request) => Promise<Response> {
  return async (request) => {
    const url = new URL(request.url)
    const type = contentTypes[extname(url.pathname).toLowerCase()]
    if (request.method !== 'GET' || url.host !== pageHost || !type) return notFound()
    try {
      const path = await resolveBelow(folder, decodeURIComponent(url.pathname).slice(1))
      const bytes = await readFile(path)
      return new Response(new Uint8Array(bytes), { headers: { ...headers, 'Content-Type': type } })
    } catch {
      // Whatever can't be read isn't there for the page.
      return notFound()
    }
  }
}

function notFound(): Response {
  return new Response('Not found', { status: 404, headers: { ...headers, 'Content-Type': 'text/plain' } })
}
