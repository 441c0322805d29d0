import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Reply } from '../../shared/contract/api'
import { encodeWire } from '../../shared/contract/wire'
import { apiPath } from './paths'

/** Headers of every answer: nothing but our own files runs, is framed, sniffed or told about elsewhere. */
export function setSecurityHeaders(response: ServerResponse, port: number): void {
  const sockets = `ws://127.0.0.1:${port} ws://localhost:${port}`
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    // Vue and uPlot set style attributes.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    `connect-src 'self' ${sockets}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ]
  response.setHeader('Content-Security-Policy', policy.join('; '))
  response.setHeader('X-Content-Type-Options', 'nosniff')
  response.setHeader('Referrer-Policy', 'no-referrer')
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin')
  response.setHeader('Cross-Origin-Resource-Policy', 'same-origin')
  response.setHeader('Permissions-Policy', 'camera=(), microphone=(), geolocation=()')
}

export function sendReply(response: ServerResponse, status: number, reply: Reply<unknown>): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' })
  response.end(encodeWire(reply))
}

/** A sentence as a page, for whoever came by hand. */
export function sendPage(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' })
  response.end(
    `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
      `<title>Pixelloom</title><body style="font: 1rem/1.5 system-ui; max-width: 36rem; margin: 15vh auto; padding: 0 1rem">` +
      `<h1 style="font-size: 1.25rem">Pixelloom</h1><p>${escapeHtml(sentence)}</p></body></html>`,
  )
}

/** Turns a request away: with a reply where the contract was asked, else with a page. */
export function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  why: string,
): void {
  // What is still being sent isn't wanted.
  if (request.method === 'POST') response.setHeader('Connection', 'close')
  if ((request.url ?? '').startsWith(apiPath)) {
    const code = status === 403 ? 'forbidden' : 'invalid-argument'
    sendReply(response, status, { ok: false, error: { code, message: why } })
  } else sendPage(response, status, why)
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
}
