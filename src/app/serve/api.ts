import type { IncomingMessage } from 'node:http'
import { decodeWire } from '../../shared/contract/wire'
import type { App } from '../app'
import { apiPath } from './paths'
import { refuse, sendReply } from './responses'
import type { RequestHandler } from './types'

/** A dropped photo travels as base64 in JSON; V8's longest string is only twice this. */
export const largestBody = 256 * 1024 * 1024

/**
 * `POST /api/<method>`: the input as wire JSON, a Reply as wire JSON. What the app answers, errors too, has
 * status 200; other statuses mean that the app was never asked.
 */
export function createApiHandler(app: App): RequestHandler {
  return async (request, response, url) => {
    const tooLarge = `That is more than ${largestBody / 1024 / 1024} MiB at once: make it smaller.`
    if (Number(request.headers['content-length']) > largestBody)
      return refuse(request, response, 413, tooLarge)
    const body = await readBody(request)
    if (body === undefined) return refuse(request, response, 413, tooLarge)
    let input: unknown
    try {
      input = body === '' ? {} : decodeWire(body)
    } catch {
      return refuse(request, response, 400, 'The request is not JSON.')
    }
    sendReply(response, 200, await app.dispatch(url.pathname.slice(apiPath.length), input))
  }
}

/** undefined where it is too large: the rest is left unread. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > largestBody) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
