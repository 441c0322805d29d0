import { describe, expect, it } from 'vitest'
import { createDispatcher } from '../../src/app/handlers/dispatcher'
import type { Handlers } from '../../src/app/handlers/types'
import { methodNames } from '../../src/shared/contract/methods'
import { PixelloomError } from '../../src/shared/errors'
import { openTestApp } from './support/testApp'

/** Handlers of which a test needs one; the others are not asked. */
function dispatcherWith(handlers: Partial<Handlers>, logged: string[] = []) {
  return createDispatcher(handlers as Handlers, (message) => logged.push(message))
}

describe('dispatching a request', () => {
  it('answers what the contract names and nothing else', async () => {
    const { app } = await openTestApp()
    expect(await app.dispatch('app.info', {})).toMatchObject({ ok: true, value: { version: '1.2.3' } })
    for (const name of ['app.quit', 'toString', '__proto__', 'constructor', '']) {
      expect(await app.dispatch(name, {})).toMatchObject({
        ok: false,
        error: { code: 'invalid-argument' },
      })
    }
  })

  it('has a handler for every method', async () => {
    const { app } = await openTestApp()
    for (const name of methodNames) {
      const reply = await app.dispatch(name, {})
      expect(reply.ok || reply.error.code, name).not.toBe('internal')
    }
  })

  it('names the parameter that is wrong, before the handler sees it', async () => {
    let asked = 0
    const dispatch = dispatcherWith({
      'jobs.complete': () => {
        asked += 1
        throw new Error('not reached')
      },
    })
    const mask = { width: 0, height: 2, data: new Uint8Array(4) }
    expect(await dispatch('jobs.complete', { photoId: 'p', modelId: 'm', mask })).toMatchObject({
      error: { code: 'invalid-argument', subject: 'mask.width' },
    })
    expect(await dispatch('jobs.complete', 'nonsense')).toMatchObject({
      error: { code: 'invalid-argument', subject: 'input' },
    })
    expect(asked).toBe(0)
  })

  it('fills in defaults and drops what the contract does not know', async () => {
    let received: unknown
    const dispatch = dispatcherWith({
      'jobs.train': (input) => {
        received = input
        throw new PixelloomError('unsupported', 'Enough.')
      },
    })
    await dispatch('jobs.train', { name: ' birds ', data: '/birds', surprise: 1 })
    expect(received).toEqual({ name: 'birds', data: '/birds', architecture: 'pixelcnn' })
  })

  it('passes errors on as values and logs only mistakes of ours', async () => {
    const logged: string[] = []
    const dispatch = dispatcherWith(
      {
        'library.remove': () => {
          throw new PixelloomError('not-found', 'Gone.', 'p1')
        },
        'jobs.list': () => {
          throw new TypeError('undefined is not a function')
        },
      },
      logged,
    )
    expect(await dispatch('library.remove', { photoIds: ['p1'] })).toEqual({
      ok: false,
      error: { code: 'not-found', message: 'Gone.', subject: 'p1' },
    })
    expect(logged).toEqual([])
    expect(await dispatch('jobs.list', {})).toMatchObject({ error: { code: 'internal' } })
    expect(logged).toHaveLength(1)
  })

  it('lets no answer out that does not fit the contract', async () => {
    const dispatch = dispatcherWith({ 'jobs.list': () => ({ jobs: [{ id: 'j' }] }) as never })
    expect(await dispatch('jobs.list', {})).toMatchObject({ ok: false, error: { code: 'internal' } })
  })
})
