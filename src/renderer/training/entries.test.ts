import { describe, expect, it } from 'vitest'
import type { JobSnapshot } from '../../shared/jobs'
import { job, run } from '../testing/fixtures'
import { entriesOf } from './entries'

const training = (changes: Partial<JobSnapshot>): JobSnapshot =>
  job('t', { kind: 'train', title: 'Train clouds', modelId: 'clouds', ...changes })
const stateOf = (changes: Partial<JobSnapshot>, ended?: 'limit' | 'cancelled') =>
  entriesOf([training(changes)], [run('clouds', { checkpoints: [40], step: 40, ended })])[0]?.state

describe('the list of trainings', () => {
  it('has one of each model, those under way first, then the newest', () => {
    const jobs = [
      training({ id: 'new', createdAt: 9, state: 'running', modelId: 'b' }),
      training({ id: 'old', createdAt: 5, state: 'done', modelId: 'b' }),
    ]
    const runs = [run('a', { updatedAt: 50 }), run('b', { updatedAt: 8 }), run('c', { updatedAt: 20 })]
    const entries = entriesOf(jobs, runs)
    expect(entries.map(({ modelId, job: its }) => [modelId, its?.id])).toEqual([
      ['b', 'new'],
      ['a', undefined],
      ['c', undefined],
    ])
  })

  it('names one that has no model yet', () => {
    expect(entriesOf([training({ state: 'queued' })], [])[0]).toMatchObject({
      name: 'clouds',
      state: 'queued',
    })
  })

  it('says where each stands', () => {
    expect(stateOf({ state: 'running' })).toBe('running')
    expect(stateOf({ state: 'paused' })).toBe('paused')
    expect(stateOf({ state: 'paused', error: { code: 'disk', message: 'Full.' } })).toBe('blocked')
    expect(stateOf({ state: 'cancelled' }, 'limit')).toBe('paused')
    expect(stateOf({ state: 'failed' })).toBe('failed')
    expect(stateOf({ state: 'done' })).toBe('finished')
    const settled: JobSnapshot['result'] = {
      ...{ kind: 'train', model: '/m', steps: 50, seconds: 1, images: 9, skipped: [] },
      stoppedBecause: 'validation-no-longer-falls',
    }
    expect(stateOf({ state: 'done', result: settled })).toBe('settled')
  })

  it('knows those of earlier days', () => {
    const [paused, finished, lost] = entriesOf(
      [],
      [
        run('a', { checkpoints: [40], step: 40, updatedAt: 3 }),
        run('b', { ended: 'limit', checkpoints: [40], updatedAt: 2 }),
        run('c', { updatedAt: 1 }),
      ],
    )
    expect([paused?.state, paused?.step]).toEqual(['paused', 40])
    expect([finished?.state, lost?.state]).toEqual(['finished', 'ended'])
  })
})
