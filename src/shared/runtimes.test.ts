import { describe, expect, it } from 'vitest'
import { chosenFor, fastest, type RuntimeReport } from './runtimes'

const report = (name: RuntimeReport['name'], training?: number, more: Partial<RuntimeReport> = {}) => ({
  ...{ name, available: true, description: 'It runs.' },
  ...(training !== undefined && { trainingMilliseconds: training, drawingMilliseconds: 10 - training }),
  ...more,
})

describe('the fastest runtime', () => {
  it('is the first one unless another is clearly faster', () => {
    const native = { name: 'native', milliseconds: 10 } as const
    expect(fastest([native, { name: 'tensorflow', milliseconds: 9.5 }])).toBe(native)
    expect(fastest([native, { name: 'tensorflow', milliseconds: 8 }])?.name).toBe('tensorflow')
    const three = [
      native,
      { name: 'tensorflow', milliseconds: 8 },
      { name: 'webgpu', milliseconds: 2 },
    ] as const
    expect(fastest(three)?.name).toBe('webgpu')
    expect(fastest([])).toBeUndefined()
  })

  it('is chosen for training and for drawing apart', () => {
    const reports = [report('native', 6), report('tensorflow', 2)]
    expect(chosenFor('training', reports)).toBe('tensorflow')
    expect(chosenFor('drawing', reports)).toBe('native')
  })

  it('is none that imitates a card, was not measured, or has native to stand in for', () => {
    const software = report('webgpu', 1, { software: true })
    expect(
      chosenFor('training', [report('native', 6), report('tensorflow'), software, report('wasm', 2)]),
    ).toBe('native')
    expect(
      chosenFor('training', [
        report('native', undefined, { available: false }),
        report('wasm', 2),
        report('cpu', 9),
      ]),
    ).toBe('wasm')
    expect(chosenFor('training', [report('tensorflow')])).toBeUndefined()
  })
})
