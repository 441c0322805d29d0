import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { connect } from 'node:net'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { largestBody } from '../../src/app/serve/api'
import { asDownload } from '../../src/app/serve/images'
import { startServer } from '../../src/app/serve/server'
import { imagePath } from '../../src/shared/contract/api'
import { decodeWire, encodeWire } from '../../src/shared/contract/wire'
import { pngBytes } from './support/folders'
import { openTestApp, valueOf } from './support/testApp'

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

interface Ask {
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly body?: string
}

/** Plain HTTP with headers that `fetch` would not let through, and paths that it would tidy up. */
function ask(port: number, path: string, { method = 'GET', headers = {}, body }: Ask = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { port, host: '127.0.0.1', path, method, headers, agent: false },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => {
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks),
          })
        })
      },
    )
    request.on('error', reject)
    request.end(body)
  })
}

async function openServer() {
  const test = await openTestApp()
  const rendererFolder = join(dirname(test.dataFolder), 'renderer')
  await mkdir(join(rendererFolder, 'assets'), { recursive: true })
  await mkdir(join(dirname(test.dataFolder), 'renderer-old'))
  await writeFile(join(rendererFolder, 'index.html'), '<!doctype html><title>Pixelloom</title>')
  await writeFile(join(rendererFolder, 'assets', 'index-1a2b.js'), 'export {}')
  await writeFile(join(rendererFolder, 'assets', 'notes.txt'), 'not for browsers')
  await writeFile(join(dirname(test.dataFolder), 'renderer-old', 'secret.js'), 'secret')
  await symlink('../renderer-old/secret.js', join(rendererFolder, 'link.js'))
  const addresses: string[] = []
  const server = await startServer({
    app: test.app,
    port: 0,
    rendererFolder,
    onNewAddress: (address) => addresses.push(address),
  })
  onTestFinished(() => server.close())
  const { port } = server
  const origin = `http://127.0.0.1:${port}`

  /** What a browser does with the printed address: the cookie that it gets. */
  async function enter(address = server.address): Promise<string> {
    const answer = await ask(port, address.slice(origin.length))
    return answer.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
  }

  return { ...test, server, port, origin, addresses, enter }
}

function post(cookie: string, origin: string, input: unknown): Ask {
  return {
    method: 'POST',
    headers: { cookie, origin, 'content-type': 'application/json' },
    body: encodeWire(input),
  }
}

describe('the door', () => {
  it('exchanges a token for a session, once, and prints the next', async () => {
    const { server, port, origin, addresses, enter } = await openServer()
    expect(server.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}$/)
    const path = server.address.slice(origin.length)
    const first = await ask(port, path)
    expect(first.status).toBe(303)
    expect(first.headers.location).toBe('/')
    const [cookie = ''] = first.headers['set-cookie'] ?? []
    expect(cookie).toMatch(/; HttpOnly; SameSite=Strict$/)
    const page = await ask(port, '/', { headers: { cookie: cookie.split(';')[0] ?? '' } })
    expect(page.status).toBe(200)
    expect(page.body.toString()).toContain('<title>Pixelloom</title>')

    expect((await ask(port, path)).status).toBe(403)
    expect(addresses).toHaveLength(1)
    const second = await enter(addresses[0])
    expect((await ask(port, '/', { headers: { cookie: second } })).status).toBe(200)
    expect((await ask(port, '/', { headers: { cookie: cookie.split(';')[0] ?? '' } })).status).toBe(200)
  })

  it('lets nobody in without a session, and says how to get one', async () => {
    const { port, origin } = await openServer()
    for (const path of [
      '/',
      '/assets/index-1a2b.js',
      `${imagePath}photos/sample-digit-1/thumbnail`,
      '/?token=x',
    ]) {
      const answer = await ask(port, path)
      expect(answer.status, path).toBe(403)
      expect(answer.body.toString()).toContain('printed in its terminal')
    }
    const stranger = `pixelloom-${port}=${'x'.repeat(43)}`
    expect((await ask(port, '/', { headers: { cookie: stranger } })).status).toBe(403)
    const api = await ask(port, '/api/app.info', post('', origin, {}))
    expect(api.status).toBe(403)
    expect(decodeWire(api.body.toString())).toMatchObject({ ok: false, error: { code: 'forbidden' } })
  })

  it('answers under its own names only', async () => {
    const { port, enter } = await openServer()
    const cookie = await enter()
    const statusOf = async (host: string) => (await ask(port, '/', { headers: { host, cookie } })).status
    expect(await statusOf(`127.0.0.1:${port}`)).toBe(200)
    expect(await statusOf(`localhost:${port}`)).toBe(200)
    expect(await statusOf(`attacker.example:${port}`)).toBe(403)
    expect(await statusOf('127.0.0.1')).toBe(403)
    expect(await statusOf(`127.0.0.1:${port}.attacker.example`)).toBe(403)
  })

  it('takes requests from its own page only', async () => {
    const { port, origin, enter } = await openServer()
    const cookie = await enter()
    const statusOf = async (from: string) => (await ask(port, '/api/app.info', post(cookie, from, {}))).status
    expect(await statusOf(origin)).toBe(200)
    expect(await statusOf('http://attacker.example')).toBe(403)
    expect(await statusOf(`http://localhost:${port}`)).toBe(403)
    expect(await statusOf('null')).toBe(403)
    expect(
      (await ask(port, '/api/app.info', { method: 'POST', headers: { cookie }, body: '{}' })).status,
    ).toBe(403)
  })

  it('is on loopback, and says so when the port is taken', async () => {
    const { app, port } = await openServer()
    await expect(startServer({ app, port, rendererFolder: '/' })).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringContaining('--port') as string,
    })
  })

  it('sets strict headers on everything', async () => {
    const { port, enter } = await openServer()
    const cookie = await enter()
    for (const path of ['/', '/nothing', `${imagePath}photos/sample-digit-1/display`]) {
      const { headers } = await ask(port, path, { headers: { cookie } })
      expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self';/)
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      })
    }
  })
})

describe('requests', () => {
  it('get the reply that the app gives in memory', async () => {
    const { app, port, origin, enter } = await openServer()
    const cookie = await enter()
    const mask = { width: 28, height: 28, data: new Uint8Array(28 * 28) }
    const requests: [string, unknown][] = [
      ['app.info', {}],
      ['app.runtimes', {}],
      ['library.list', {}],
      ['library.addBytes', { name: 'a.png', data: await pngBytes() }],
      ['library.addBytes', { name: 'b.png', data: new Uint8Array([1, 2, 3]) }],
      ['library.addPaths', { paths: ['/etc'] }],
      ['library.remove', { photoId: 'nobody' }],
      ['library.remove', {}],
      ['models.list', {}],
      ['models.metrics', { modelId: 'digits' }],
      ['models.import', { path: 'relative' }],
      ['jobs.complete', { photoId: 'sample-digit-1', modelId: 'digits', mask }],
      ['jobs.complete', { photoId: 'sample-digit-1', modelId: 'digits', mask: { ...mask, data: [1, 2] } }],
      ['jobs.list', {}],
      ['jobs.pause', { jobId: 'nobody' }],
      ['results.save', { jobId: 'nobody', variant: 0 }],
      ['dialogs.chooseFolder', {}],
      ['no.such.method', {}],
      ['app.info', 'not an object'],
    ]
    for (const [method, input] of requests) {
      // Asked in memory first: adding the same bytes again finds the photo that is there.
      const inMemory = await app.dispatch(method, input)
      const answer = await ask(port, `/api/${method}`, post(cookie, origin, input))
      expect(answer.status, method).toBe(200)
      expect(decodeWire(answer.body.toString()), method).toEqual(JSON.parse(JSON.stringify(inMemory)))
    }
  })

  it('that are broken, too large or of another kind never reach the app', async () => {
    const { port, origin, enter } = await openServer()
    const cookie = await enter()
    const whole = post(cookie, origin, {})
    const statusOf = async (path: string, request: Ask): Promise<[number, unknown]> => {
      const { status, body } = await ask(port, path, request)
      return [status, decodeWire(body.toString())]
    }
    const invalid = expect.objectContaining({ ok: false }) as unknown
    expect(await statusOf('/api/app.info', { ...whole, body: '{' })).toEqual([400, invalid])
    expect(await statusOf('/api/library.addBytes', { ...whole, body: '{"data":{"$bytes":"***"}}' })).toEqual([
      400,
      invalid,
    ])
    expect(await statusOf('/api/app.info', { headers: { cookie } })).toEqual([405, invalid])
    const long = { ...whole.headers, 'content-length': String(largestBody + 1) }
    expect(await statusOf('/api/app.info', { method: 'POST', headers: long })).toEqual([413, invalid])
    expect((await ask(port, '/', { ...whole, method: 'PUT' })).status).toBe(405)
    expect((await ask(port, '/', { ...whole, method: 'DELETE' })).status).toBe(405)
  })
})

describe('files', () => {
  it('are those of the renderer, with their types', async () => {
    const { port, enter } = await openServer()
    const headers = { cookie: await enter() }
    const script = await ask(port, '/assets/index-1a2b.js', { headers })
    expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8')
    expect(script.body.toString()).toBe('export {}')
    const head = await ask(port, '/', { method: 'HEAD', headers })
    expect([head.status, head.body.length]).toEqual([200, 0])
    const again = await ask(port, '/', { headers: { ...headers, 'if-none-match': head.headers.etag ?? '' } })
    expect(again.status).toBe(304)
    for (const path of [
      '/assets/notes.txt',
      '/assets',
      '/missing.js',
      '/link.js',
      '/../renderer-old/secret.js',
      '/%2e%2e/renderer-old/secret.js',
      '/..%2frenderer-old%2fsecret.js',
      '//etc/passwd',
      '/assets/../../data/library.json',
    ]) {
      expect((await ask(port, path, { headers })).status, path).toBe(404)
    }
    expect((await ask(port, 'http://attacker.example/', { headers })).status).toBe(403)
  })
})

describe('images', () => {
  it('are shown by address and saved under a name', async () => {
    const { port, enter } = await openServer()
    const headers = { cookie: await enter() }
    const shown = await ask(port, `${imagePath}photos/sample-digit-1/display`, { headers })
    expect(shown.headers['content-type']).toBe('image/png')
    expect(shown.headers['content-disposition']).toBeUndefined()
    expect(shown.body.subarray(1, 4).toString()).toBe('PNG')
    const name = encodeURIComponent('a"b\r\nSet-Cookie: x=1/ü.png')
    const saved = await ask(port, `${imagePath}photos/sample-digit-1/display?download=${name}`, { headers })
    expect(saved.headers['set-cookie']).toBeUndefined()
    expect(saved.headers['content-disposition']).toBe(
      `attachment; filename="a_bSet-Cookie: x=1_.png"; filename*=UTF-8''a%22bSet-Cookie%3A%20x%3D1%C3%BC.png`,
    )
  })

  it('are found nowhere else', async () => {
    const { port, enter } = await openServer()
    const headers = { cookie: await enter() }
    const statuses: Record<string, number> = {}
    for (const address of [
      'photos/nobody/display',
      'jobs/..%2f..%2flibrary.json',
      'jobs/%252e%252e/library.json',
      'jobs/%2e%2e/library.json',
      '../data/library.json',
      '%E0%A4%A',
      '',
    ]) {
      statuses[address] = (await ask(port, imagePath + address, { headers })).status
    }
    expect(statuses).toEqual({
      'photos/nobody/display': 404,
      'jobs/..%2f..%2flibrary.json': 403,
      'jobs/%252e%252e/library.json': 403,
      // URLs have these steps taken before anything sees them, and what is left names nothing.
      'jobs/%2e%2e/library.json': 404,
      '../data/library.json': 404,
      '%E0%A4%A': 403,
      '': 403,
    })
  })

  it('have download names that fit a header whatever they hold', () => {
    expect(asDownload('')).toBe(`attachment; filename="image.png"; filename*=UTF-8''image.png`)
    expect(asDownload('\ud800.png')).toBe(`attachment; filename=".png"; filename*=UTF-8''.png`)
    expect(asDownload("it's (1)*.png")).toContain("filename*=UTF-8''it%27s%20%281%29%2A.png")
  })
})

describe('events', () => {
  function open(port: number, headers: Record<string, string>, path = '/events'): WebSocket {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers })
    onTestFinished(() => socket.terminate())
    return socket
  }

  /** `open`, or the status that it was turned away with. */
  function outcome(socket: WebSocket): Promise<string | number> {
    return new Promise((resolve) => {
      socket.on('open', () => resolve('open'))
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
      socket.on('error', () => undefined)
    })
  }

  it('arrive as wire JSON, bytes and all', async () => {
    const { app, engine, port, origin, enter } = await openServer()
    const socket = open(port, { cookie: await enter(), origin })
    const heard: unknown[] = []
    socket.on('message', (data: Buffer) => heard.push(decodeWire(data.toString())))
    expect(await outcome(socket)).toBe('open')
    const mask = { width: 28, height: 28, data: new Uint8Array(28 * 28).fill(1) }
    const request = { photoId: 'sample-digit-1', modelId: 'digits', mask }
    const job = valueOf(await app.invoke('jobs.complete', request))
    const run = await engine.started(0)
    const pixels = new Uint8Array([1, 2, 255])
    run.emit({ type: 'row', variant: 0, row: 0, width: 1, height: 28, pixels })
    run.finish({ state: 'cancelled' })
    await expect.poll(() => heard.length, { timeout: 30_000 }).toBe(4)
    const rows = [{ type: 'row', variant: 0, row: 0, width: 1, height: 28, pixels }]
    expect(heard).toMatchObject([
      { event: 'job.changed', payload: { job: { state: 'queued' } } },
      { event: 'job.changed', payload: { job: { state: 'running' } } },
      { event: 'job.rows', payload: { jobId: job.id, rows } },
      { event: 'job.changed', payload: { job: { state: 'cancelled' } } },
    ])
  })

  it('are told to who came through the door, from our own page, and no other', async () => {
    const { port, origin, enter } = await openServer()
    const cookie = await enter()
    expect(await outcome(open(port, { cookie, origin }))).toBe('open')
    expect(await outcome(open(port, { origin }))).toBe(403)
    expect(await outcome(open(port, { cookie }))).toBe(403)
    expect(await outcome(open(port, { cookie, origin: 'http://attacker.example' }))).toBe(403)
    const host = `attacker.example:${port}`
    expect(await outcome(open(port, { cookie, host, origin: `http://${host}` }))).toBe(403)
    expect(await outcome(open(port, { cookie, origin }, '/other'))).toBe(404)
  })

  it('survive a browser that breaks the rules or the line', async () => {
    const { port, origin, enter } = await openServer()
    const cookie = await enter()
    const socket = open(port, { cookie, origin })
    expect(await outcome(socket)).toBe('open')
    const closed = new Promise((resolve) => socket.on('close', resolve))
    socket.send('x'.repeat(5000))
    await closed
    const raw = connect(port, '127.0.0.1')
    raw.write('GET /events HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n')
    raw.resetAndDestroy()
    expect((await ask(port, '/', { headers: { cookie } })).status).toBe(200)
  })

  it('end when the server closes, and so does the server, with browsers connected', async () => {
    const { server, port, origin, enter } = await openServer()
    const socket = open(port, { cookie: await enter(), origin })
    expect(await outcome(socket)).toBe('open')
    const closed = new Promise((resolve) => socket.on('close', resolve))
    const idle = connect(port, '127.0.0.1')
    idle.on('error', () => undefined)
    await server.close()
    await closed
    await expect(ask(port, '/')).rejects.toThrow()
  })
})
