import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { sendPage } from './responses'

/** Windows has no such flag, whatever Node's types say. */
const nonBlocking = constants.O_NONBLOCK || 0

/**
 * Sends a file whose path was checked, with a tag by which a browser asks whether it changed. A pipe or a
 * device that took its place is not waited for, and not sent.
 */
export async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  const file = await open(path, constants.O_RDONLY | nonBlocking).catch(() => undefined)
  if (!file) return sendPage(response, 404, 'This file is not there.')
  try {
    const found = await file.stat()
    if (!found.isFile()) return sendPage(response, 404, 'This file is not there.')
    const tag = `"${found.size.toString(36)}-${found.mtimeMs.toString(36)}"`
    const always = { 'Cache-Control': 'private, no-cache', ETag: tag, ...headers }
    if (request.headers['if-none-match'] === tag) {
      response.writeHead(304, always).end()
      return
    }
    response.writeHead(200, { ...always, 'Content-Length': found.size })
    if (request.method === 'HEAD' || found.size === 0) {
      response.end()
      return
    }
    // Ends where it ended when it was measured, should it grow meanwhile.
    await pipeline(file.createReadStream({ autoClose: false, start: 0, end: found.size - 1 }), response)
  } finally {
    await file.close()
  }
}
