import { describe, expect, it, vi } from 'vitest'
import type { Engine } from '../../engine/hosts/channel'
import { usualSettings, type Settings } from '../../shared/settings'
import { withPreferences } from './withPreferences'

const sample = { kind: 'sample', model: '/m', count: 1, out: '/o' } as const

/** What a job is given to the engine with, and what it says before it begins. */
function run(
  processor: Partial<Settings['processor']>,
  browserCard?: () => boolean,
  job: Parameters<Engine['run']>[0] = sample,
) {
  const inner = { run: vi.fn<Engine['run']>(), close: () => Promise.resolve() }
  const settings = { ...usualSettings, processor: { ...usualSettings.processor, ...processor } }
  const told: (string | undefined)[] = []
  withPreferences(inner, () => settings, browserCard).run(job, {
    event: (event) => void told.push(event.type === 'note' ? event.because?.id : event.type),
  })
  return { given: inner.run.mock.calls[0]?.[0], told }
}

describe('an engine with preferences', () => {
  it('computes as it is set, unless a job says how itself', () => {
    expect(run({ runtime: 'wasm', threads: 3 }).given).toMatchObject({ runtime: 'wasm', threads: 3 })
    expect(run({ runtime: 'wasm' }, undefined, { ...sample, runtime: 'cpu' }).given).toMatchObject({
      runtime: 'cpu',
    })
  })

  it('takes the card of a browser where a page lends it, and else lets auto choose, and says so', () => {
    const chosen = { runtime: 'webgpu', card: 'browser' } as const
    expect(run(chosen, () => true)).toMatchObject({ given: { runtime: 'webgpu' }, told: [] })
    expect(run(chosen, () => false)).toMatchObject({
      given: { runtime: 'auto' },
      told: ['notes.cardPageAway'],
    })
    // What computes nothing has nothing to say about it.
    expect(run(chosen, () => false, { kind: 'check-data', data: '/d' }).told).toEqual([])
    // Where no page can lend any, as in the app's own window, the card is this machine's.
    expect(run(chosen)).toMatchObject({ given: { runtime: 'webgpu' }, told: [] })
    expect(run({ runtime: 'webgpu' }, () => false)).toMatchObject({ given: { runtime: 'webgpu' }, told: [] })
  })
})
