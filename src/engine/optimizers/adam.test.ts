import { describe, expect, it } from 'vitest'
import { Adam } from './adam'

/** Gradients of three steps for two weights that begin at 0.5 and -0.25. */
const gradients = [
  [0.2, -3],
  [-0.4, 0],
  [0.1, 1e-4],
] as const

describe('Adam', () => {
  it('takes the steps that torch.optim.Adam takes', () => {
    const optimizer = new Adam({ learningRate: 0.1 })
    const weights = new Map([['w', Float32Array.of(0.5, -0.25)]])
    const path = gradients.map((gradient) => {
      optimizer.step(weights, new Map([['w', Float32Array.from(gradient)]]))
      return [...(weights.get('w') ?? [])]
    })
    // torch 2: torch.optim.Adam([w], lr=0.1) in double precision.
    const expected = [
      [0.40000000499999977, -0.15000000033333333],
      [0.4366103565460368, -0.08299417523562697],
      [0.4502794223344402, -0.031200609825285323],
    ]
    path.forEach((values, step) => {
      values.forEach((value, i) => expect(value).toBeCloseTo(expected[step]?.[i] ?? NaN, 6))
    })
  })

  it('moves the first step by the rate, whatever the size of the gradient', () => {
    const weights = new Map([['w', Float32Array.of(0, 0, 0)]])
    new Adam({ learningRate: 0.25, epsilon: 0 }).step(
      weights,
      new Map([['w', Float32Array.of(1e-3, -7, 400)]]),
    )
    weights.get('w')?.forEach((value, i) => expect(value).toBeCloseTo(i === 1 ? 0.25 : -0.25, 6))
  })

  it('goes on from its state as if it had never stopped', () => {
    const weights = new Map([['w', Float32Array.of(0.5, -0.25)]])
    const straight = new Adam({ learningRate: 0.1 })
    const step = (optimizer: Adam, on: typeof weights, n: number): void =>
      optimizer.step(on, new Map([['w', Float32Array.from(gradients[n] ?? [])]]))
    step(straight, weights, 0)
    step(straight, weights, 1)
    const copy = new Map([['w', weights.get('w')?.slice() ?? new Float32Array()]])
    const resumed = new Adam({ learningRate: 0.1 })
    resumed.restore(straight.state(), copy, 2)
    step(straight, weights, 2)
    step(resumed, copy, 2)
    expect(copy).toEqual(weights)
    expect(resumed.state()).toEqual(straight.state())
  })

  it('refuses a state that is not its own, by name', () => {
    const weights = new Map([['w', Float32Array.of(1)]])
    const one = (): Float32Array => new Float32Array(1)
    const wrong = [
      [new Map([['w', one()]]), 'w'],
      [new Map([['mean/w', one()]]), 'mean/w'],
      [new Map([['square/w', one()]]), 'square/w'],
      [new Map([['mean/w', new Float32Array(2)], ['square/w', one()]]), 'mean/w'],
      [new Map([['mean/w', one()], ['square/w', new Float32Array(2)]]), 'square/w'],
    ] as const // prettier-ignore
    for (const [state, subject] of wrong) {
      expect(() => new Adam({ learningRate: 1 }).restore(state, weights, 1)).toThrow(
        expect.objectContaining({ code: 'model-damaged', subject }) as Error,
      )
    }
  })
})
