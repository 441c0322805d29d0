import { describe, expect, it } from 'vitest'
import type { Architecture } from '../../src/shared/model/configuration'
import { tiny, watchJob } from './support'

async function memoryOf(architecture: Architecture, batch: number): Promise<number> {
  const shape = { channels: 1, levels: 4, residual: true, skip: false } as const
  const configuration = { ...tiny, ...shape, architecture, size: 12 }
  const end = await watchJob({ kind: 'bench', configuration, batch, runs: 1, runtime: 'wasm' }).end
  if (end.cancelled || end.result.kind !== 'bench') throw new Error('It did not come to its end.')
  return end.result.memoryBytes ?? 0
}

describe('the memory of a training step', () => {
  it.each(['pixelcnn', 'row-lstm', 'diagonal-bilstm'] as const)(
    'of a %s holds what the gradient goes back through, and grows with the batch',
    async (architecture) => {
      const [one, two, three] = [
        await memoryOf(architecture, 1),
        await memoryOf(architecture, 2),
        await memoryOf(architecture, 3),
      ]
      // At least the residual stream before and after the block: 2h features of 4 bytes a pixel.
      expect(one).toBeGreaterThan(2 * (2 * tiny.hidden) * 4 * 12 * 12)
      expect(two).toBeGreaterThan(one)
      // Weights stay; what an image needs, the next one needs again.
      expect(Math.abs(three - two - (two - one))).toBeLessThan(0.02 * three)
    },
  )
})
