import { describe, expect, it } from 'vitest'
import { PixelloomError } from '../../../shared/errors'
import { explainStep, isOutOfMemory } from './outOfMemory'

const training = { batch: 12, height: 8, width: 8 }
/** Half a gigabyte an image. */
const trainer = { memoryFor: (images: number) => images * 0.5e9 }
const oom = new Error('OOM when allocating tensor with shape[16,32,32,256]')

describe('a step that finds no memory', () => {
  it.each([
    new RangeError('Array buffer allocation failed'),
    new RangeError('WebAssembly.Memory(): could not allocate memory'),
    oom,
    new Error('RESOURCE_EXHAUSTED: failed to allocate 3.00GiB'),
    new Error('CUDA_ERROR_OUT_OF_MEMORY: out of memory'),
    Object.assign(new Error('Buffer too large'), { name: 'GPUOutOfMemoryError' }),
    new PixelloomError('out-of-memory', 'This needs 9 GB.'),
  ])('is known by what is thrown: %s', (thrown) => {
    expect(isOutOfMemory(thrown)).toBe(true)
  })

  it.each([new Error('The room is full.'), new PixelloomError('diverged', 'out of memory'), 'out of memory'])(
    'is not %s',
    (thrown) => {
      expect(isOutOfMemory(thrown)).toBe(false)
      expect(explainStep(thrown, trainer, training)).toBe(thrown)
    },
  )

  it('says what it needs, what is free, and how many images at a time may fit', () => {
    expect(explainStep(oom, trainer, training, 2.1e9)).toMatchObject({
      code: 'out-of-memory',
      message:
        'There was not enough memory for a step: it needs 6.0 GB, and 2.1 GB are free. It may fit with 4 at a time.',
      memory: { needed: 6e9, free: 2.1e9, fittingBatch: 4 },
    })
    // More is free than it needs, and yet there was not enough: it is to have less than it had.
    expect(explainStep(oom, trainer, training, 50e9)).toMatchObject({
      message:
        'The system refused memory for a step, which needs 6.0 GB, though 50.0 GB are free in all. It may fit with 6 at a time.',
      memory: { fittingBatch: 6 },
    })
    expect(explainStep(oom, trainer, { ...training, microBatch: 6 }, 50e9)).toMatchObject({
      memory: { needed: 3e9, fittingBatch: 3 },
    })
    const last = explainStep(oom, trainer, { ...training, microBatch: 1 }, 50e9)
    expect(last).toMatchObject({ memory: { needed: 0.5e9, free: 50e9 } })
    expect(String(last)).toContain(
      'one image at a time already: close other programs, or take a smaller model',
    )
  })
})
