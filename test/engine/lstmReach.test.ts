import { beforeEach, describe, expect, it } from 'vitest'
import { selectRuntime } from '../../src/engine/runtimes/runtime'
import { tinyNetwork } from './fixtures'
import { lstmMayBeSeen } from './lstmReach'
import { doDepend, doSee, sorted } from './reach'
import { tensorflow } from '../support/runtimes'

// A wide network: dead ReLUs would hide paths that exist.
const wide = { hidden: 15, outputFeatures: 30 }
const lstms = ['row-lstm', 'diagonal-bilstm'] as const

const subjects = lstms.flatMap((architecture) =>
  (['wasm', ...tensorflow] as const).map((runtime) => [architecture, runtime] as const),
)

describe.each(subjects)(
  'every value of a %s depends on exactly the values within reach, on %s',
  (architecture, runtime) => {
    beforeEach(() => selectRuntime(runtime))

    it.each([
      { channels: 1, levels: 2, layers: 1, height: 7, width: 9 },
      { channels: 1, levels: 4, layers: 2, height: 9, width: 5 },
      { channels: 1, levels: 2, layers: 2, height: 3, width: 13 },
      { channels: 1, levels: 2, layers: 2, height: 5, width: 9, residual: false },
      { channels: 3, levels: 2, layers: 1, height: 5, width: 7 },
      { channels: 3, levels: 4, layers: 2, height: 4, width: 6, skip: true },
      { channels: 3, levels: 3, layers: 1, height: 3, width: 7, residual: false, skip: true },
      // Features that three colours don't divide.
      { channels: 3, levels: 2, layers: 1, height: 4, width: 5, hidden: 16, outputFeatures: 31 },
    ] as const)('$channels channels, $levels levels, $layers layers, $height x $width', (changes) => {
      const { height, width, ...others } = changes
      const network = tinyNetwork({ architecture, ...wide, ...others })
      expect(sorted(doSee(network, { height, width }))).toEqual(
        sorted(lstmMayBeSeen({ architecture, ...changes })),
      )
      expect(network.reachRows).toBe(Infinity)
    })

    it.each([
      { channels: 1, levels: 2, layers: 1, height: 6, width: 9 },
      { channels: 3, levels: 4, layers: 1, height: 4, width: 5 },
    ] as const)(
      'also as the numbers say, gradients aside: $channels channels, $levels levels, $height x $width',
      async (changes) => {
        // Plain JavaScript gives equal bits for equal inputs, whatever else is in the batch.
        await selectRuntime('cpu')
        const { height, width, ...others } = changes
        const network = tinyNetwork({ architecture, ...wide, ...others })
        expect(sorted(await doDepend(network, { height, width }))).toEqual(
          sorted(lstmMayBeSeen({ architecture, ...changes })),
        )
      },
    )
  },
)

describe('a Diagonal BiLSTM', () => {
  beforeEach(() => selectRuntime('wasm'))

  it.each([
    { channels: 1, layers: 1 },
    { channels: 1, layers: 3 },
    { channels: 3, layers: 1 },
    { channels: 3, layers: 2 },
  ] as const)(
    'sees all earlier values but one: $channels channels, $layers layers',
    ({ channels, layers }) => {
      const [height, width] = [4, 8]
      const network = tinyNetwork({ architecture: 'diagonal-bilstm', ...wide, channels, layers })
      doSee(network, { height, width }).forEach((seen, value) => {
        const pixel = Math.floor(value / channels)
        const [row, column] = [Math.floor(pixel / width), pixel % width]
        // The last channel of the last pixel of the row above, unless the first layer's window reaches it.
        const hidden = row > 0 && column < width - 1 - 3 ? [row * width * channels - 1] : []
        const earlier = Array.from({ length: value }, (_, v) => v).filter((v) => !hidden.includes(v))
        expect([...seen].sort((a, b) => a - b)).toEqual(earlier)
      })
    },
  )
})

describe('a Row LSTM', () => {
  it('with one layer sees a triangle that widens by a pixel a row, and what the two windows add', async () => {
    await selectRuntime('wasm')
    const [height, width] = [7, 15]
    const network = tinyNetwork({ architecture: 'row-lstm', ...wide, layers: 1 })
    doSee(network, { height, width }).forEach((seen, value) => {
      const [row, column] = [Math.floor(value / width), value % width]
      for (let other = 0; other < value; other++) {
        const [up, aside] = [row - Math.floor(other / width), (other % width) - column]
        // u rows up, the states span u columns on either side. The input's 7x7 window adds three, and
        // input-to-state one on the left; on the right the window's lowest row ends before its centre.
        const sees = up === 0 ? aside >= -4 : aside >= -up - 4 && aside <= up + 2
        expect([row, column, up, aside, seen.has(other)]).toEqual([row, column, up, aside, sees])
      }
    })
  })

  it('sees the share of the earlier pixels of a 32 x 32 image that models.md states', () => {
    const share = (layers: number): number => {
      const seen = lstmMayBeSeen({ architecture: 'row-lstm', channels: 1, layers, height: 32, width: 32 })
      const earlier = (seen.length * (seen.length - 1)) / 2
      return Math.round((100 * seen.reduce((sum, { size }) => sum + size, 0)) / earlier)
    }
    expect(share(1)).toBe(63)
    expect(share(12)).toBe(77)
  })
})
