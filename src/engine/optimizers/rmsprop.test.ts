import { describe, expect, it } from 'vitest'
import { clippingScale, globalNorm } from './clipping'
import { RmsProp } from './rmsprop'

describe('RMSProp', () => {
  it('divides by the root of the running mean square, which begins at zero', () => {
    const optimizer = new RmsProp({ learningRate: 0.1, decay: 0.75, epsilon: 0 })
    const weights = new Map([['w', Float32Array.of(1, 1)]])
    optimizer.step(weights, new Map([['w', Float32Array.of(2, -8)]]))
    // s = 0.25 g^2, so the first step is rate / 0.5, whatever the gradient's size.
    expect(weights.get('w')?.[0]).toBeCloseTo(0.8, 6)
    expect(weights.get('w')?.[1]).toBeCloseTo(1.2, 6)
    optimizer.step(weights, new Map([['w', Float32Array.of(1, 0)]]))
    // s = 0.75 * 1 + 0.25 * 1 = 1.
    expect(weights.get('w')?.[0]).toBeCloseTo(0.7, 6)
    expect(weights.get('w')?.[1]).toBeCloseTo(1.2, 6)
  })

  it('leaves a weight without gradient where it is', () => {
    const weights = new Map([['w', Float32Array.of(0, 3)]])
    new RmsProp({ learningRate: 1 }).step(weights, new Map([['w', Float32Array.of(0, 0)]]))
    expect([...(weights.get('w') ?? [])]).toEqual([0, 3])
  })

  it('scales gradients before it squares them', () => {
    const [plain, scaled] = [new RmsProp({ learningRate: 0.1 }), new RmsProp({ learningRate: 0.1 })]
    const weights = (): Map<string, Float32Array> => new Map([['w', Float32Array.of(1)]])
    plain.step(weights(), new Map([['w', Float32Array.of(1)]]))
    scaled.step(weights(), new Map([['w', Float32Array.of(4)]]), 0.25)
    expect(scaled.state()).toEqual(plain.state())
  })

  it('refuses a state that does not fit the weights, by name', () => {
    const optimizer = new RmsProp({ learningRate: 0.1 })
    const weights = new Map([['w', Float32Array.of(1)]])
    for (const state of [new Map([['w', new Float32Array(2)]]), new Map([['v', new Float32Array(1)]])]) {
      expect(() => optimizer.restore(state, weights)).toThrow(
        expect.objectContaining({ code: 'model-damaged', subject: [...state.keys()][0] }) as Error,
      )
    }
  })
})

describe('clipping', () => {
  it('takes the norm over all parameters, and shortens what is longer than the limit', () => {
    const norm = globalNorm(
      new Map([
        ['a', Float32Array.of(3, 0)],
        ['b', Float32Array.of(-4)],
      ]),
    )
    expect(norm).toBe(5)
    expect(clippingScale(norm, 10)).toBe(1)
    expect(clippingScale(norm, 1)).toBeCloseTo(0.2, 12)
  })
})
