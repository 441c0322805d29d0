import { once } from 'node:events'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { createBrowserCards } from '../../src/app/cards/browserCards'
import { startServer } from '../../src/app/serve/server'
import { longestReply } from '../../src/shared/remoteGpu/frames'
import { openTestApp } from './support/testApp'

/** A server that lets pages lend cards, and a browser's session with it. */
async function openServer() {
  const { app, dataFolder } = await openTestApp()
  const cards = createBrowserCards()
  const server = await startServer({ app, port: 0, rendererFolder: join(dataFolder, 'none'), cards })
  onTestFinished(() => server.close())
  const origin = `http://127.0.0.1:${server.port}`
  const entered = await fetch(server.address, { redirect: 'manual' })
  const cookie = (entered.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  const connect = (page: string, headers: Record<string, string> = { cookie, origin }): WebSocket => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/card?page=${page}`, { headers })
    onTestFinished(() => socket.terminate())
    return socket
  }
  return { cards, connect, cookie, origin }
}
const codeOf = async (socket: WebSocket): Promise<unknown> => ((await once(socket, 'close')) as unknown[])[0]

describe('the line on which a page lends its graphics card', () => {
  it('is for the session that was let in, and its own pages', async () => {
    const { connect, cookie, origin, cards } = await openServer()
    for (const headers of [{ origin }, { cookie }, { cookie, origin: 'https://example.com' }]) {
      const socket = connect('a-page-of-ours', headers as Record<string, string>)
      const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }]
      expect(response.statusCode).toBe(403)
      socket.on('error', () => undefined)
    }
    expect(cards.isOffered()).toBe(false)
  })

  it('carries bytes both ways, and ends with the page', async () => {
    const { connect, cards } = await openServer()
    const socket = connect('a-page-of-ours')
    await once(socket, 'open')
    const line = await cards.find(true)
    if (!line) throw new Error('no line')
    const heard: number[][] = []
    line.onMessage((bytes) => heard.push([...bytes]))
    const toPage = once(socket, 'message')
    line.send(Uint8Array.of(1, 2, 3))
    expect([...((await toPage)[0] as Buffer)]).toEqual([1, 2, 3])
    socket.send(Uint8Array.of(4, 5))
    await expect.poll(() => heard).toEqual([[4, 5]])
    const gone = new Promise<void>((resolve) => line.onClosed(resolve))
    socket.terminate()
    await gone
    expect(cards.isOffered()).toBe(false)
  })

  it('is one page’s at a time', async () => {
    const { connect } = await openServer()
    await once(connect('a-page-of-ours'), 'open')
    expect(await codeOf(connect('another-page'))).toBe(4001)
    await once(connect('a-page-of-ours'), 'open')
  })

  it.each([
    ['has no name', '', 1008],
    ['has a name that is none', 'x%2F..%2Fy-and-more', 1008],
  ])('is closed on who %s', async (_, name, code) => {
    const { connect } = await openServer()
    expect(await codeOf(connect(name))).toBe(code)
  })

  it('is closed on who says too much at once, or speaks in text', async () => {
    const { connect, cards } = await openServer()
    for (const said of [new Uint8Array(longestReply + 1), 'hello']) {
      const socket = connect('a-page-of-ours')
      await once(socket, 'open')
      const line = await cards.find(true)
      line?.onMessage(() => undefined)
      socket.send(said)
      await once(socket, 'close')
    }
    await expect.poll(() => cards.isOffered()).toBe(false)
  })
})
