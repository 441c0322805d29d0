import { EventEmitter } from 'node:events'
import { describe, expect, it, vi } from 'vitest'
import { watchQuitting } from './quitting'

function open(platform: NodeJS.Platform) {
  const emitter = new EventEmitter()
  const quit = vi.fn()
  const app = Object.assign(emitter, { quit }) as unknown as Parameters<typeof watchQuitting>[0]['app']
  const window = { isThere: true }
  const close = vi.fn(() => Promise.resolve())
  const quitting = watchQuitting({ app, platform, hasWindow: () => window.isThere, close })
  /** Whether Electron goes on with it. */
  const willQuit = (): boolean => {
    const preventDefault = vi.fn()
    emitter.emit('will-quit', { preventDefault })
    return preventDefault.mock.calls.length === 0
  }
  return { quitting, emitter, quit, window, close, willQuit }
}

describe('quitting', () => {
  it('waits until all is closed, once', async () => {
    const { close, quit, willQuit } = open('linux')
    expect(willQuit()).toBe(false)
    expect(willQuit()).toBe(false)
    await vi.waitFor(() => expect(quit).toHaveBeenCalledTimes(1))
    expect(close).toHaveBeenCalledTimes(1)
    expect(willQuit()).toBe(true)
  })

  it('follows the app’s window, though hidden ones are still there', async () => {
    const { quitting, window, quit } = open('win32')
    quitting.windowGone()
    expect(quit).not.toHaveBeenCalled()
    window.isThere = false
    quitting.windowGone()
    await vi.waitFor(() => expect(quit).toHaveBeenCalledTimes(1))
  })

  it('follows it on a Mac only where that was asked for, and nobody stayed', async () => {
    const { quitting, emitter, window, quit, close } = open('darwin')
    emitter.emit('before-quit')
    quitting.stay()
    window.isThere = false
    quitting.windowGone()
    emitter.emit('window-all-closed')
    expect(close).not.toHaveBeenCalled()
    emitter.emit('before-quit')
    quitting.windowGone()
    await vi.waitFor(() => expect(quit).toHaveBeenCalledTimes(1))
  })
})
