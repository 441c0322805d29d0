import { describe, expect, it } from 'vitest'
import { architectures, type ModelConfiguration } from '../../shared/model/configuration'
import { costOf } from './cost'
import { createNetwork } from './createNetwork'

// The formulas of docs/models.md, for one channel: C = 1.
const block = {
  pixelcnn: (h: number) => ({ parameters: 13 * h * h + 4 * h, multiplications: 9 * h * h }),
  'row-lstm': (h: number) => ({ parameters: 38 * h * h + 8 * h, multiplications: 30 * h * h }),
  'diagonal-bilstm': (h: number) => ({ parameters: 34 * h * h + 14 * h, multiplications: 34 * h * h }),
}

describe.each(architectures)('what a %s costs', (architecture) => {
  it.each([
    { hidden: 16, layers: 7, outputFeatures: 32, levels: 2, skip: false },
    { hidden: 5, layers: 2, outputFeatures: 9, levels: 7, skip: true },
    { hidden: 4, layers: 0, outputFeatures: 3, levels: 256, skip: true },
  ])('is what the page on models says: $hidden features, $layers blocks, skip $skip', (part) => {
    const { hidden: h, layers, outputFeatures: f, levels, skip } = part
    const configuration: ModelConfiguration = { architecture, channels: 1, size: 8, residual: true, ...part }
    const logits = levels === 2 ? 1 : levels
    const one = block[architecture](h)
    const ends = 2 * h * f + f * f + f * logits
    const multiplications = 48 * h + layers * (one.multiplications + (skip ? 2 * h * h : 0)) + ends
    expect(costOf(createNetwork(configuration))).toEqual({
      parameters:
        100 * h + layers * (one.parameters + (skip ? 2 * h * h + 2 * h : 0)) + ends + 2 * f + logits,
      multiplications,
      trainingMultiplications: 3 * multiplications - 48 * h,
    })
  })
})
