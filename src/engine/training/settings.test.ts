import { describe, expect, it } from 'vitest'
import { packedSet } from '../data/packedSet'
import { completeConfiguration } from './settings'

describe('a configuration that was left to us', () => {
  const data = new Uint8Array(4 * 8 * 8)
  const images = packedSet(
    { format: 'npy', values: 'levels', count: 4, height: 8, width: 8, channels: 1, data },
    'x.npy',
    {
      largestLevel: 1,
    },
  )

  it.each([
    [{}, 'pixelcnn', 32],
    [{ architecture: 'row-lstm' }, 'row-lstm', 16],
    [{ architecture: 'diagonal-bilstm' }, 'diagonal-bilstm', 16],
    [{ architecture: 'row-lstm', hidden: 24 }, 'row-lstm', 24],
    [{ architecture: undefined, hidden: undefined }, 'pixelcnn', 32],
  ] as const)('has as many features as its architecture calls for: %o', (asked, architecture, hidden) => {
    const configuration = completeConfiguration({ levels: 2, ...asked }, images)
    expect(configuration).toMatchObject({ architecture, hidden, layers: 7, residual: true, skip: false })
  })
})
