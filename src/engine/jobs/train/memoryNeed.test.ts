import { describe, expect, it } from 'vitest'
import type { JobEvent } from '../../../shared/jobEvents'
import type { Host } from '../../host'
import { checkMemory } from './memoryNeed'

const shape = { height: 28, width: 28 }
/** A trainer that needs so much for its weights and 0.5 GB an image. */
const trainer = (weights: number) => ({ memoryFor: (batch: number) => weights + batch * 0.5e9 })

function check(batch: number, free: number | undefined, weights = 0): JobEvent[] {
  const events: JobEvent[] = []
  const host = { freeMemory: free === undefined ? undefined : () => free } as unknown as Host
  checkMemory({ host, emit: (event) => events.push(event) }, trainer(weights), { ...shape, batch })
  return events
}

describe('the memory of a training', () => {
  it('is told before it begins', () => {
    expect(check(4, 9e9)).toMatchObject([
      { type: 'note', message: 'Training needs 2.0 GB of memory, and 9.0 GB are free.' },
    ])
    expect(check(4, undefined)).toEqual([])
  })

  it('that is not there stops it, with the largest half of the batch that fits', () => {
    expect(() => check(64, 9e9)).toThrow(
      expect.objectContaining({
        code: 'out-of-memory',
        message: 'Training needs 32.0 GB of memory, and 9.0 GB are free. A batch of 16 fits.',
      }),
    )
    expect(() => check(64, 9e9, 10e9)).toThrow(/Not even a batch of 1 fits/)
  })
})
