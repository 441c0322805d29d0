import { imagePath } from '../../shared/contract/api'
import type { App } from '../app'
import { sendPage } from './responses'
import { sendFile } from './sendFile'
import type { RequestHandler } from './types'

/** `GET /images/<address>`, and with `?download=<name>` as a file to save under that name. */
export function createImageHandler(app: App): RequestHandler {
  return async (request, response, url) => {
    const address = decode(url.pathname.slice(imagePath.length))
    const reply = await app.resolveImage(address)
    if (!reply.ok) {
      const status = reply.error.code === 'forbidden' ? 403 : 404
      return sendPage(response, status, reply.error.message)
    }
    const download = url.searchParams.get('download')
    const { path, contentType } = reply.value
    await sendFile(request, response, path, {
      'Content-Type': contentType,
      ...(download !== null && { 'Content-Disposition': asDownload(download) }),
    })
  }
}

/** Once; what is still encoded then is no plain address. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}

/** RFC 6266: the name in ASCII for the old, in full for the rest; nothing in it can end the header. */
export function asDownload(name: string): string {
  const plain = name.replace(/[/\\\p{C}]/gu, '').trim() || 'image.png'
  const ascii = plain.replace(/[^\x20-\x7e]/g, '_').replace(/["%]/g, '_')
  const full = encodeURIComponent(plain).replace(
    /['()*!]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${ascii}"; filename*=UTF-8''${full}`
}
