import { describe, expect, it } from 'vitest'
import { type ErrorCode, PixelloomError } from '../../../shared/errors'
import { Faults } from './faults'

const error = (code: ErrorCode): PixelloomError =>
  new PixelloomError(code, '/a.png is odd. Do this.', '/a.png')

describe('what ends a run of files', () => {
  it.each(['cancelled', 'disk', 'model-damaged', 'runtime-unavailable', 'engine-stopped'] as const)(
    '%s does at once',
    (code) => {
      const thrown = error(code)
      expect(() => new Faults().reasonOf(thrown, '/a.png')).toThrow(thrown)
    },
  )

  it.each([
    'not-found',
    'unreadable',
    'not-an-image',
    'image-too-large',
    'mask-empty',
    'mask-size',
    'invalid-argument',
  ] as const)('%s never does', (code) => {
    const faults = new Faults()
    for (let i = 0; i < 10; i++)
      expect(faults.reasonOf(error(code), '/a.png')).toEqual({ reason: 'is odd. Do this.' })
  })

  it('what nobody foresaw does when it strikes three times in a row', () => {
    const faults = new Faults()
    const thrown = new TypeError('x is not a function')
    expect(faults.reasonOf(thrown, '/a.png')).toEqual({
      reason: 'could not be completed: x is not a function',
      because: { id: 'images.notCompleted', values: { why: { text: 'x is not a function' } } },
    })
    expect(faults.reasonOf(error('unsupported'), '/a.png').reason).toBe('is odd. Do this.')
    faults.passed()
    for (let i = 0; i < 2; i++) faults.reasonOf(thrown, '/a.png')
    faults.reasonOf(error('mask-empty'), '/a.png')
    for (let i = 0; i < 2; i++) faults.reasonOf(thrown, '/a.png')
    expect(() => faults.reasonOf(thrown, '/a.png')).toThrow(thrown)
  })
})
