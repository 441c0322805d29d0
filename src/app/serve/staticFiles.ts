import { extname } from 'node:path'
import { resolveBelow } from '../files/inside'
import { sendPage } from './responses'
import { sendFile } from './sendFile'
import type { RequestHandler } from './types'

/** What a built renderer holds; anything else is not sent. */
const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
}

/** The renderer's files; `/` is index.html. */
export function createStaticHandler(folder: string): RequestHandler {
  return async (request, response, url) => {
    const address = url.pathname === '/' ? 'index.html' : url.pathname.slice(1)
    const contentType = contentTypes[extname(address)]
    const path = contentType ? await resolveBelow(folder, address).catch(() => undefined) : undefined
    if (!contentType || path === undefined) return sendPage(response, 404, 'There is no such page.')
    await sendFile(request, response, path, { 'Content-Type': contentType })
  }
}
