import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** Who may come in, and why not. */
export type Passed = { url: URL } | { cookie: string } | { refused: string }

export interface Door {
  /** A request: come in, or come in with this cookie by `/`, or stay out. */
  pass(request: IncomingMessage): Passed
  /** A WebSocket's upgrade: undefined to come in, else why not. */
  refuseUpgrade(request: IncomingMessage): string | undefined
  /** The token that lets the next browser in. */
  token(): string
}

const needsToken =
  'Open the address that Pixelloom printed in its terminal. It lets one browser in; whenever it was used, the terminal prints a fresh one.'

/**
 * The way in. Loopback is open to every program and, through a browser, to every web page, so:
 * Host must be this server's own (or a name that was made to point here could read answers), whatever
 * changes something or listens must say that it comes from our own page (Origin), and who comes must hold
 * a session that was given for a token, once, which only the terminal's owner has seen.
 */
export function createDoor(port: number, onNewToken: (token: string) => void): Door {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`]
  // Browsers share cookies between the ports of a host: two apps must not put each other out.
  const cookieName = `pixelloom-${port}`
  const sessions: string[] = []
  let token = secret()

  function wrongHost(request: IncomingMessage): string | undefined {
    if (hosts.includes(request.headers.host ?? '')) return undefined
    return `This server answers to ${hosts.join(' and ')} only. Forwarded over SSH, use the same port on both sides.`
  }

  function wrongOrigin(request: IncomingMessage): string | undefined {
    const own = `http://${request.headers.host}`
    return request.headers.origin === own ? undefined : 'This request did not come from the app’s own page.'
  }

  function hasSession(request: IncomingMessage): boolean {
    const given = cookies(request.headers.cookie ?? '').get(cookieName)
    return given !== undefined && sessions.some((session) => equal(session, given))
  }

  return {
    pass(request) {
      const refused = wrongHost(request) ?? (request.method === 'POST' ? wrongOrigin(request) : undefined)
      if (refused) return { refused }
      const target = request.url ?? '/'
      const whole = `http://${request.headers.host}${target}`
      if (!target.startsWith('/') || !URL.canParse(whole))
        return { refused: 'This is not an address of the app.' }
      const url = new URL(whole)
      const offered = url.pathname === '/' && request.method === 'GET' ? url.searchParams.get('token') : null
      if (offered !== null && equal(offered, token)) {
        token = secret()
        const session = secret()
        sessions.push(session)
        onNewToken(token)
        return { cookie: `${cookieName}=${session}; Path=/; HttpOnly; SameSite=Strict` }
      }
      return hasSession(request) ? { url } : { refused: needsToken }
    },

    refuseUpgrade(request) {
      return wrongHost(request) ?? wrongOrigin(request) ?? (hasSession(request) ? undefined : needsToken)
    },

    token: () => token,
  }
}

/** 256 random bits that need no escaping in an address or a cookie. */
function secret(): string {
  return randomBytes(32).toString('base64url')
}

/** In a time that says nothing about where they differ. */
function equal(a: string, b: string): boolean {
  const digest = (text: string): Uint8Array => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}

function cookies(header: string): Map<string, string> {
  const pairs = header.split(';').map((pair) => pair.trim().split('='))
  return new Map(pairs.map(([name = '', ...value]) => [name, value.join('=')]))
}
