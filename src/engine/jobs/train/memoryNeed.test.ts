import { describe, expect, it } from 'vitest'
import type { JobEvent } from '../../../shared/jobEvents'
import { checkMemory } from './memoryNeed'

const shape = { height: 28, width: 28 }
/** A trainer that needs so much for its weights and 0.5 GB an image. */
const trainer = (weights: number) => ({ memoryFor: (batch: number) => weights + batch * 0.5e9 })

function check(
  batch: number,
  free: number | undefined,
  weights = 0,
  microBatch?: number,
  limit?: number,
): JobEvent[] {
  const events: JobEvent[] = []
  checkMemory(
    { emit: (event) => events.push(event) },
    trainer(weights),
    { ...shape, batch, microBatch },
    free,
    limit,
  )
  return events
}

describe('the memory of a training', () => {
  it('is told before it begins', () => {
    expect(check(4, 9e9)).toMatchObject([
      { type: 'memory', needed: 2e9, images: 4 },
      { type: 'note', message: 'Training needs 2.0 GB of memory, and 9.0 GB are free.' },
    ])
    expect(check(4, undefined)).toEqual([{ type: 'memory', needed: 2e9, images: 4 }])
  })

  it('that is not there stops it, with the largest part of the batch that fits', () => {
    expect(() => check(64, 9e9)).toThrow(
      expect.objectContaining({
        code: 'out-of-memory',
        message: 'Training needs 32.0 GB of memory, and 9.0 GB are free. It fits with 16 at a time.',
        // 18 would fit, and are as many parts as 16.
        memory: { needed: 32e9, free: 9e9, fittingBatch: 16 },
      }),
    )
    expect(() => check(3, 0.7e9)).toThrow(/It fits with 1 at a time/)
    expect(() => check(64, 9e9, 10e9)).toThrow(/Not even one image at a time fits/)
  })

  it('is told as a limit of the runtime where that is what ends it', () => {
    expect(() => check(64, 9e9, 0, undefined, 9e9)).toThrow(
      expect.objectContaining({
        message:
          'Training needs 32.0 GB of memory, and this runtime reaches no further than 9.0 GB. It fits with 16 at a time.',
        memory: { needed: 32e9, free: 9e9, fittingBatch: 16 },
      }),
    )
    expect(() => check(64, 9e9, 10e9, undefined, 9e9)).toThrow(/no further than 9.0 GB. Not even one image/)
    expect(() => check(64, 9e9, 0, undefined, 12e9)).toThrow(/and 9.0 GB are free/)
  })

  it('is that of a part where it is worked on in parts', () => {
    expect(check(64, 9e9, 0, 16)).toContainEqual({ type: 'memory', needed: 8e9, images: 16 })
    expect(() => check(64, 9e9, 0, 32)).toThrow(/Training needs 16.0 GB .* It fits with 16 at a time/)
  })
})
