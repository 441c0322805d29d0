import { describe, expect, it } from 'vitest'
import type { JobSnapshot } from '../../shared/jobs'
import { job } from '../testing/fixtures'
import { share } from './jobWords'

const at = (state: JobSnapshot['state'], done: number, total?: number): JobSnapshot =>
  job('a', { state, progress: { stage: 'Reading images', done, unit: 'images', ...(total && { total }) } })

describe('how much of a job is done', () => {
  it('is a share of what it is busy with, where that has an end', () => {
    expect(share(job('a', {}))).toBeUndefined()
    expect(share(at('running', 3))).toBeUndefined()
    expect(share(at('running', 3, 12))).toBe(0.25)
    expect(share(at('paused', 3, 12))).toBe(0.25)
    expect(share(at('running', 12, 12))).toBe(1)
  })

  it('is nothing of what it waits to begin with', () => {
    expect(share(at('paused', 12, 12))).toBe(0)
  })
})
