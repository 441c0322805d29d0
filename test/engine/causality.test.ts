import { beforeEach, describe, expect, it } from 'vitest'
import { selectRuntime } from '../../src/engine/runtimes/runtime'
import { tinyNetwork } from './fixtures'
import { pixelcnnMayBeSeen } from './pixelcnnReach'
import { doDepend, doSee, sorted } from './reach'
import { tensorflow } from '../support/runtimes'

describe.each(['wasm', ...tensorflow] as const)(
  'every value depends on exactly the earlier values within reach, no more and no fewer, on %s',
  (runtime) => {
    beforeEach(() => selectRuntime(runtime))

    it.each([
      { channels: 1, levels: 2, layers: 2, size: { height: 7, width: 9 } },
      { channels: 1, levels: 4, layers: 0, size: { height: 9, width: 5 } },
      { channels: 1, levels: 2, layers: 3, size: { height: 9, width: 4 }, residual: false },
      { channels: 3, levels: 2, layers: 1, size: { height: 5, width: 6 } },
      { channels: 3, levels: 4, layers: 2, size: { height: 6, width: 4 }, skip: true },
      { channels: 3, levels: 3, layers: 1, size: { height: 5, width: 5 }, residual: false, skip: true },
      // Features that three colours don't divide.
      { channels: 3, levels: 2, layers: 1, size: { height: 4, width: 5 }, hidden: 16, outputFeatures: 31 },
    ] as const)(
      '$channels channels, $levels levels, $layers layers, $size',
      ({ size, channels, levels, layers, ...others }) => {
        // A wide network: dead ReLUs would hide paths that exist.
        const network = tinyNetwork({ hidden: 15, outputFeatures: 30, channels, levels, layers, ...others })
        expect(sorted(doSee(network, size))).toEqual(sorted(pixelcnnMayBeSeen(size, channels, layers)))
      },
    )

    it.each([
      { channels: 1, levels: 2, layers: 2, size: { height: 7, width: 8 } },
      { channels: 3, levels: 4, layers: 1, size: { height: 5, width: 4 }, skip: true },
      { channels: 3, levels: 2, layers: 1, size: { height: 4, width: 5 }, residual: false },
    ] as const)(
      'also as the numbers say, gradients aside: $channels channels, $levels levels, $layers layers, $size',
      async ({ size, channels, levels, layers, ...others }) => {
        // Plain JavaScript gives equal bits for equal inputs, whatever else is in the batch.
        await selectRuntime('cpu')
        const network = tinyNetwork({ hidden: 15, outputFeatures: 30, channels, levels, layers, ...others })
        expect(sorted(await doDepend(network, size))).toEqual(
          sorted(pixelcnnMayBeSeen(size, channels, layers)),
        )
      },
    )

    it.each([0, 1, 3])('reaches as many rows up as the network says: %i layers', (layers) => {
      const network = tinyNetwork({ hidden: 12, outputFeatures: 24, layers })
      const size = { height: 9, width: 5 }
      const rows = doSee(network, size).map((seen, value) => {
        const row = Math.floor(value / size.width)
        return Math.max(0, ...[...seen].map((other) => row - Math.floor(other / size.width)))
      })
      expect(Math.max(...rows)).toBe(network.reachRows)
      expect(network.reachRows).toBe(3 + layers)
    })

    it('sees nothing at the first pixel', () => {
      const network = tinyNetwork({ hidden: 12 })
      expect(doSee(network, { height: 3, width: 3 })[0]?.size).toBe(0)
    })
  },
)
