import * as tf from '@tensorflow/tfjs'
import { beforeAll, describe, expect, it } from 'vitest'
import { RandomStream } from '../random/stream'
import { selectRuntime } from '../runtimes/runtime'
import { composedOpenConvolution } from './composedOpenConvolution'
import { composedTransposedConvolution } from './composedTransposedConvolution'
import { openConvolution, registerOpenConvolution } from './openConvolution'
import { subsample, subsampleLevels } from './subsample'
import { registerTransposedConvolution, transposedConvolution } from './transposedConvolution'
import { tensorflow } from '../../../test/support/runtimes'

type Shape4 = [number, number, number, number]
type Convolution = (x: tf.Tensor4D, kernel: tf.Tensor4D, bias: tf.Tensor1D) => tf.Tensor4D

function random(shape: Shape4, index: number): tf.Tensor4D {
  const size = shape.reduce((product, n) => product * n, 1)
  return tf.tensor4d(new RandomStream(1, 'initialise').fillNormal(new Float32Array(size), index), shape)
}

function largestDifference(a: tf.Tensor, b: tf.Tensor): number {
  expect(a.shape).toEqual(b.shape)
  const right = b.dataSync()
  return Array.from(a.dataSync()).reduce(
    (largest, value, i) => Math.max(largest, Math.abs(value - (right[i] ?? NaN))),
    0,
  )
}

/** What the result and its gradients are for `f`, with an upstream gradient of its own for every value. */
function computed(f: Convolution, inputs: [tf.Tensor4D, tf.Tensor4D, tf.Tensor1D]): tf.Tensor[] {
  const output = f(...inputs)
  const upstream = random(output.shape, 3)
  const gradients = tf.grads((x, kernel, bias) =>
    tf.sum(tf.mul(f(x as tf.Tensor4D, kernel as tf.Tensor4D, bias as tf.Tensor1D), upstream)),
  )(inputs)
  upstream.dispose()
  return [output, ...gradients]
}

/** Both by loops: each input pixel spreads over the 4x4 outputs around it, in doubles. */
function spread(x: tf.Tensor4D, kernel: tf.Tensor4D, bias: tf.Tensor1D): tf.Tensor4D {
  const [batch, height, width, inputs] = x.shape
  const outputs = kernel.shape[3]
  const [xs, ks, bs] = [x.arraySync(), kernel.arraySync(), bias.arraySync()]
  const result = Array.from({ length: batch }, () =>
    Array.from({ length: 2 * height }, () => Array.from({ length: 2 * width }, () => [...bs])),
  )
  for (let n = 0; n < batch; n++) {
    for (let i = 0; i < height; i++) {
      for (let j = 0; j < width; j++) {
        for (let k = 0; k < 4; k++) {
          for (let l = 0; l < 4; l++) {
            const pixel = result[n]?.[2 * i + k - 1]?.[2 * j + l - 1]
            if (!pixel) continue
            for (let a = 0; a < inputs; a++) {
              for (let b = 0; b < outputs; b++) {
                pixel[b] = (pixel[b] ?? NaN) + (xs[n]?.[i]?.[j]?.[a] ?? NaN) * (ks[k]?.[l]?.[a]?.[b] ?? NaN)
              }
            }
          }
        }
      }
    }
  }
  return tf.tensor4d(result)
}

const sizes: { size: [number, number]; from: number; to: number }[] = [
  { size: [1, 1], from: 1, to: 1 },
  { size: [2, 3], from: 3, to: 2 },
  { size: [5, 2], from: 4, to: 7 },
  { size: [1, 6], from: 5, to: 5 },
]

describe.each(['cpu', 'wasm', ...tensorflow] as const)('on %s', (runtime) => {
  beforeAll(() => selectRuntime(runtime))

  it.each(sizes)('the transposed convolution is that of its definition: %o', async ({ size, from, to }) => {
    const inputs: Parameters<Convolution> = [
      random([2, ...size, from], 1),
      random([4, 4, from, to], 2),
      tf.tensor1d(Array.from({ length: to }, (_, j) => j - 1)),
    ]
    const before = tf.memory().numTensors
    const ours = computed(transposedConvolution, inputs)
    expect(tf.memory().numTensors).toBe(before + 4)
    // tfjs has it too, on plain JavaScript with gradients: conv2dTranspose crops as SAME does, one each side.
    await selectRuntime('cpu')
    const theirs = computed((x, kernel, bias) => {
      const [batch, height, width] = x.shape
      const shape: Shape4 = [batch, 2 * height, 2 * width, to]
      const swapped: tf.Tensor4D = tf.transpose(kernel, [0, 1, 3, 2])
      return tf.add(tf.conv2dTranspose(x, swapped, shape, 2, 'same'), bias)
    }, inputs)
    ours.forEach((tensor, i) => {
      expect(largestDifference(tensor, theirs[i] as tf.Tensor)).toBeLessThan(4e-5)
    })
    expect(largestDifference(ours[0] as tf.Tensor, spread(...inputs))).toBeLessThan(1e-5)
    await selectRuntime(runtime)
  })

  it.each(sizes)('the convolution without a mask is that of tfjs: %o', async ({ size, from, to }) => {
    const inputs: Parameters<Convolution> = [
      random([2, ...size, from], 1),
      random([3, 3, from, to], 2),
      tf.tensor1d(Array.from({ length: to }, (_, j) => j - 1)),
    ]
    const before = tf.memory().numTensors
    const ours = computed(openConvolution, inputs)
    expect(tf.memory().numTensors).toBe(before + 4)
    await selectRuntime('cpu')
    const theirs = computed((x, kernel, bias) => tf.add(tf.conv2d(x, kernel, 1, 'same'), bias), inputs)
    ours.forEach((tensor, i) => {
      expect(largestDifference(tensor, theirs[i] as tf.Tensor)).toBeLessThan(4e-5)
    })
    await selectRuntime(runtime)
  })

  it.each([
    { height: 4, width: 4, factor: 2 },
    { height: 5, width: 7, factor: 2 },
    { height: 7, width: 2, factor: 4 },
    { height: 1, width: 9, factor: 8 },
  ])('subsampling takes every so many-th pixel, as tensors and as bytes: %o', ({ height, width, factor }) => {
    const values = Uint8Array.from({ length: 2 * height * width * 3 }, (_, i) => (i * 7) % 251)
    const expected: number[] = []
    for (let n = 0; n < 2; n++) {
      for (let row = 0; row < height; row += factor) {
        for (let column = 0; column < width; column += factor) {
          for (let c = 0; c < 3; c++)
            expected.push(values[((n * height + row) * width + column) * 3 + c] ?? -1)
        }
      }
    }
    const small = subsample(tf.tensor4d(Float32Array.from(values), [2, height, width, 3]), factor)
    expect(small.shape).toEqual([2, Math.ceil(height / factor), Math.ceil(width / factor), 3])
    expect([...small.dataSync()]).toEqual(expected)
    expect([...subsampleLevels(values, height, width, 3, factor)]).toEqual(expected)
  })
})

describe('an implementation that a runtime registers', () => {
  it('is the one that is used there', async () => {
    const used: string[] = []
    registerTransposedConvolution('cpu', {
      ...composedTransposedConvolution,
      forward: (inputs) => {
        used.push('transposed')
        return composedTransposedConvolution.forward(inputs, undefined)
      },
    })
    registerOpenConvolution('cpu', {
      ...composedOpenConvolution,
      forward: (inputs) => {
        used.push('open')
        return composedOpenConvolution.forward(inputs, undefined)
      },
    })
    const both = (): number[] =>
      tf.tidy(() => {
        const bias = tf.zeros<tf.Rank.R1>([2])
        const x = openConvolution(random([1, 2, 3, 1], 1), random([3, 3, 1, 2], 2), bias)
        return [...transposedConvolution(x, random([4, 4, 2, 2], 3), bias).dataSync()]
      })
    await selectRuntime('wasm')
    const elsewhere = both()
    expect(used).toEqual([])
    await selectRuntime('cpu')
    both().forEach((value, i) => expect(value).toBeCloseTo(elsewhere[i] ?? NaN, 4))
    expect(used).toEqual(['open', 'transposed'])
  })
})
