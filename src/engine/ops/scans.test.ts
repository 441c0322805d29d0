import * as tf from '@tensorflow/tfjs'
import { beforeAll, describe, expect, it } from 'vitest'
import { selectRuntime } from '../runtimes/runtime'
import type { ScanInputs } from './alongWavefront'
import { diagonalLstmScan, registerDiagonalLstmScan } from './diagonalLstmScan'
import type { OpImplementation } from './registry'
import { registerRowLstmScan, rowLstmScan } from './rowLstmScan'

const inputs = (taps: [number, number]): [tf.Tensor4D, tf.Tensor4D, tf.Tensor1D, tf.Tensor1D] => [
  tf.ones([1, 2, 3, 4]),
  tf.ones([...taps, 1, 4]),
  tf.ones([1]),
  tf.ones([1]),
]

describe('a scan of its own that a runtime registers', () => {
  const asked: object[] = []
  const own: OpImplementation<ScanInputs, object> = {
    forward([toState], attributes) {
      asked.push(attributes)
      return { output: tf.zeros([...toState.shape.slice(0, 3), 1]) }
    },
    gradient: ({ inputs: received }) => received.map((input) => tf.zerosLike(input)),
  }
  beforeAll(() => {
    registerRowLstmScan('wasm', own)
    registerDiagonalLstmScan('wasm', own)
  })

  it.each([
    ['wasm', 0, [{}, { direction: 'left-to-right' }, { direction: 'right-to-left' }]],
    ['cpu', 3, []],
  ] as const)('is used on its own backend and on no other: %s', async (runtime, other, expected) => {
    await selectRuntime(runtime)
    asked.length = 0
    const scans = tf.tidy(() =>
      [
        rowLstmScan(...inputs([1, 3])),
        diagonalLstmScan(...inputs([2, 1]), 'left-to-right'),
        diagonalLstmScan(...inputs([2, 1]), 'right-to-left'),
      ].map((states) => states.dataSync()),
    )
    expect(asked).toEqual(expected)
    expect(scans.filter((states) => states.some((state) => state !== 0))).toHaveLength(other)
  })
})
