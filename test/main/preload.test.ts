import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { type Bridge, eventChannel, invokeChannel } from '../../src/shared/contract/api'
import { built } from './harness'

const code = readFileSync(join(built, 'preload', 'index.cjs'), 'utf8')

type Receive = (event: object, ...args: unknown[]) => void

/** What a sandboxed preload script finds around it, and what it leaves. */
function load() {
  const required: string[] = []
  const exposed: Record<string, unknown> = {}
  const channels = new Map<string, Receive>()
  const invoke = vi.fn<(...args: unknown[]) => Promise<unknown>>()
  const electron = {
    contextBridge: {
      exposeInMainWorld: (name: string, value: unknown) => void (exposed[name] = value),
    },
    ipcRenderer: { invoke, on: (channel: string, receive: Receive) => void channels.set(channel, receive) },
    webUtils: {
      getPathForFile(file: unknown) {
        if (!(file instanceof File)) throw new TypeError('not a File')
        return file.name === 'pasted' ? '' : `/pictures/${file.name}`
      },
    },
  }
  const require = (name: string): unknown => {
    required.push(name)
    if (name !== 'electron') throw new Error(`module not found: ${name}`)
    return electron
  }
  // No `process`, no `Buffer`: in the sandbox they are mere shadows, and the page needs neither.
  runInNewContext(code, { require, module: { exports: {} }, exports: {}, encodeURIComponent, URL, console })
  const receive = (...args: unknown[]): void => channels.get(eventChannel)?.({ sender: 'secret' }, ...args)
  return { required, exposed, channels, invoke, receive, bridge: exposed['pixelloom'] as Bridge }
}

let preload: ReturnType<typeof load>
beforeEach(() => {
  preload = load()
})

describe('the built preload script', () => {
  it('requires nothing but electron', () => {
    expect(new Set(preload.required)).toEqual(new Set(['electron']))
  })

  it('exposes the bridge and nothing else', () => {
    expect(Object.keys(preload.exposed)).toEqual(['pixelloom'])
    expect(Object.keys(preload.bridge).sort()).toEqual(['imageUrl', 'invoke', 'on', 'pathOf'])
    expect([...preload.channels.keys()]).toEqual([eventChannel])
  })

  it('passes requests of the contract on, and no others', async () => {
    const reply = { ok: true, value: { photos: [] } }
    preload.invoke.mockResolvedValue(reply)
    expect(await preload.bridge.invoke('library.list', {})).toEqual(reply)
    expect(preload.invoke.mock.calls).toEqual([[invokeChannel, 'library.list', {}]])
    for (const name of ['shell.open', '__proto__', 'constructor', '', undefined]) {
      expect(await preload.bridge.invoke(name as 'library.list', {})).toMatchObject({
        ok: false,
        error: { code: 'invalid-argument' },
      })
    }
    expect(preload.invoke).toHaveBeenCalledTimes(1)
  })

  it('turns a broken line into a reply', async () => {
    preload.invoke.mockRejectedValue(new Error('gone'))
    expect(await preload.bridge.invoke('jobs.list', {})).toMatchObject({
      ok: false,
      error: { code: 'internal', message: expect.stringContaining('gone') as string },
    })
  })

  it("hands on events' payloads without Electron's own event, until told to stop", () => {
    const [first, second] = [vi.fn(), vi.fn()]
    const stop = preload.bridge.on('models.changed', first)
    preload.bridge.on('models.changed', second)
    preload.receive('models.changed', { a: 1 })
    stop()
    preload.receive('models.changed', { a: 2 })
    expect(first.mock.calls).toEqual([[{ a: 1 }]])
    expect(second.mock.calls).toEqual([[{ a: 1 }], [{ a: 2 }]])
  })

  it('has no ear for events that the contract does not have', () => {
    const listener = vi.fn()
    preload.bridge.on('models.changed', listener)
    for (const name of ['models.removed', '__proto__', 7, undefined]) preload.receive(name, {})
    expect(listener).not.toHaveBeenCalled()
    expect(() => preload.bridge.on('toString' as 'models.changed', listener)).toThrow(/no such event/)
  })

  it('makes addresses of images loadable', () => {
    expect(preload.bridge.imageUrl('photos/a1/display')).toBe('pixelloom-image://local/photos/a1/display')
    expect(preload.bridge.imageUrl('jobs/a/one more?.png')).toBe(
      'pixelloom-image://local/jobs/a/one%20more%3F.png',
    )
  })

  it('knows the path of a dropped file, and of nothing else', () => {
    expect(preload.bridge.pathOf(new File([], 'a.png'))).toBe('/pictures/a.png')
    expect(preload.bridge.pathOf(new File([], 'pasted'))).toBeUndefined()
    for (const other of [undefined, 'a.png', {}]) expect(preload.bridge.pathOf(other)).toBeUndefined()
  })
})
