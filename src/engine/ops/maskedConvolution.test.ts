import * as tf from '@tensorflow/tfjs'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { selectRuntime } from '../runtimes/runtime'
import { RandomStream } from '../random/stream'
import { maskedConvolution } from './maskedConvolution'
import { colourGroups, convolutionMask, type MaskKind } from './masks'
import { tensorflow } from '../../../test/support/runtimes'

type Shape4 = [number, number, number, number]

function random(shape: Shape4, index: number): tf.Tensor4D {
  const size = shape.reduce((product, n) => product * n, 1)
  return tf.tensor4d(new RandomStream(1, 'initialise').fillNormal(new Float32Array(size), index), shape)
}

async function largestDifference(a: tf.Tensor, b: tf.Tensor): Promise<number> {
  expect(a.shape).toEqual(b.shape)
  const [left, right] = [await a.data(), await b.data()]
  return Array.from(left).reduce(
    (largest, value, i) => Math.max(largest, Math.abs(value - (right[i] ?? NaN))),
    0,
  )
}

const cases: {
  kind: MaskKind
  side: number
  size: [number, number]
  from: number
  to: number
  colours: number
}[] = [
  { kind: 'A', side: 7, size: [5, 9], from: 1, to: 4, colours: 1 },
  { kind: 'A', side: 7, size: [9, 4], from: 3, to: 6, colours: 3 },
  { kind: 'B', side: 3, size: [4, 7], from: 4, to: 5, colours: 1 },
  { kind: 'B', side: 3, size: [5, 3], from: 5, to: 7, colours: 3 },
  { kind: 'B', side: 1, size: [3, 5], from: 4, to: 6, colours: 1 },
  { kind: 'B', side: 1, size: [3, 5], from: 6, to: 4, colours: 3 },
  { kind: 'A', side: 3, size: [1, 1], from: 1, to: 2, colours: 1 },
  { kind: 'A', side: 3, size: [1, 6], from: 1, to: 2, colours: 1 },
  { kind: 'A', side: 3, size: [6, 1], from: 1, to: 2, colours: 1 },
  { kind: 'B', side: 7, size: [2, 2], from: 2, to: 3, colours: 1 },
]

describe.each(['cpu', 'wasm', ...tensorflow] as const)('the masked convolution on %s', (runtime) => {
  beforeAll(() => selectRuntime(runtime))
  afterEach(() => tf.disposeVariables())

  it.each(cases)(
    'is a dense convolution with the masked kernel, and so are its gradients: $kind $side x $side on $size, $from to $to, $colours colours',
    async ({ kind, side, size, from, to, colours }) => {
      const before = tf.memory().numTensors
      const mask = convolutionMask(kind, side, side, colourGroups(from, colours), colourGroups(to, colours))
      const x = random([2, ...size, from], 1)
      const kernel = random([side, side, from, to], 2)
      const bias = tf.tensor1d(Array.from({ length: to }, (_, j) => j - 1))
      const upstream = random([2, ...size, to], 3)
      const dense = (a: tf.Tensor4D, k: tf.Tensor4D, b: tf.Tensor1D): tf.Tensor4D =>
        tf.add(tf.conv2d(a, tf.mul(k, tf.tensor4d(mask.values, k.shape)), 1, 'same'), b)
      const ours = (a: tf.Tensor4D, k: tf.Tensor4D, b: tf.Tensor1D): tf.Tensor4D =>
        maskedConvolution(a, k, b, mask)

      const output = ours(x, kernel, bias)
      // The dense kernel's gradient is not in the WebAssembly backend: the reference is always computed on cpu.
      const gradient = (f: typeof ours): tf.Tensor[] =>
        tf.grads((a, k, b) =>
          tf.sum(tf.mul(f(a as tf.Tensor4D, k as tf.Tensor4D, b as tf.Tensor1D), upstream)),
        )([x, kernel, bias])
      const gradients = gradient(ours)
      await selectRuntime('cpu')
      const expected = tf.tidy(() => dense(x, kernel, bias))
      const expectedGradients = gradient(dense)
      await selectRuntime(runtime)

      expect(await largestDifference(output, expected)).toBeLessThan(1e-5)
      for (const [i, g] of gradients.entries()) {
        expect(await largestDifference(g, expectedGradients[i] as tf.Tensor)).toBeLessThan(4e-5)
      }
      tf.dispose([x, kernel, bias, upstream, output, expected, gradients, expectedGradients])
      expect(tf.memory().numTensors).toBe(before)
    },
  )
})
