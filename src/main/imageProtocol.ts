import { readFile } from 'node:fs/promises'
import type { App } from '../app/app'
import { type Page, imageHost } from './addresses'

/**
 * Answers `pixelloom-image://local/<address>`: photos, thumbnails, results. Which files an address may stand
 * for is the app's to say, which keeps to its own folders; anything else is not found.
 */
export function imageHandler(
  app: Pick<App, 'resolveImage'>,
  page: Page,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const address = addressOf(request)
    if (address === undefined) return notFound()
    const reply = await app.resolveImage(address)
    if (!reply.ok) return notFound()
    try {
      const bytes = await readFile(reply.value.path)
      return new Response(new Uint8Array(bytes), {
        headers: {
          'Content-Type': reply.value.contentType,
          'X-Content-Type-Options': 'nosniff',
          'Cache-Control': 'no-cache',
          'Access-Control-Allow-Origin': page.origin,
          // An image that is a document (SVG) must not become a page that runs.
          'Content-Security-Policy': "default-src 'none'; sandbox",
        },
      })
    } catch {
      // Gone between the look and the read, as files of a person's own may be.
      return notFound()
    }
  }
}

/** The address inside the URL, or undefined where the request isn't one for an image of ours. */
function addressOf(request: Request): string | undefined {
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.host !== imageHost) return undefined
  const parts = url.pathname.split('/').slice(1).map(decoded)
  const plain = parts.every((part) => part && part !== '.' && part !== '..' && !/[/\\\0]/.test(part))
  return plain ? parts.join('/') : undefined
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return ''
  }
}

function notFound(): Response {
  return new Response('Not found', { status: 404, headers: { 'Content-Type': 'text/plain' } })
}
