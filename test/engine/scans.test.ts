import * as tf from '@tensorflow/tfjs'
import { beforeAll, describe, expect, it } from 'vitest'
import { diagonalLstmScan } from '../../src/engine/ops/diagonalLstmScan'
import { rowLstmScan } from '../../src/engine/ops/rowLstmScan'
import { RandomStream } from '../../src/engine/random/stream'
import { selectRuntime } from '../../src/engine/runtimes/runtime'
import { tensorflow } from '../support/runtimes'
import { scanByDefinition, type ScanCase } from './scanByDefinition'

type Tensors = [tf.Tensor4D, tf.Tensor4D, tf.Tensor1D, tf.Tensor1D]

const kinds = ['row', 'left-to-right', 'right-to-left'] as const
const sizes = [
  [1, 1],
  [1, 7],
  [7, 1],
  [2, 2],
  [4, 3],
  [3, 5],
  [2, 11],
  [11, 2],
] as const

function randomCase(kind: ScanCase['kind'], height: number, width: number, batch = 2, hidden = 3): ScanCase {
  const normal = (size: number, index: number): Float64Array =>
    Float64Array.from(new RandomStream(3, 'draw').fillNormal(new Float32Array(size), index))
  const taps = kind === 'row' ? 3 : 2
  return {
    kind,
    batch,
    height,
    width,
    hidden,
    inputs: [
      normal(batch * height * width * 4 * hidden, 1),
      normal(taps * hidden * 4 * hidden, 2),
      normal(hidden, 3),
      normal(hidden, 4),
    ],
  }
}

/** The op on the inputs of a case as tensors. */
function apply({ kind }: ScanCase, tensors: Tensors): tf.Tensor4D {
  return kind === 'row' ? rowLstmScan(...tensors) : diagonalLstmScan(...tensors, kind)
}

function tensorsOf({ kind, batch, height, width, hidden: h, inputs }: ScanCase): Tensors {
  const [toState, kernel, initialHidden, initialCell] = inputs.map((values) => Float32Array.from(values))
  const sides: [number, number] = kind === 'row' ? [1, 3] : [2, 1]
  return [
    tf.tensor4d(toState ?? [], [batch, height, width, 4 * h]),
    tf.tensor4d(kernel ?? [], [...sides, h, 4 * h]),
    tf.tensor1d(initialHidden ?? []),
    tf.tensor1d(initialCell ?? []),
  ]
}

/** Weights of the outputs in the sum whose gradient is asked for. */
function upstreamOf({ batch, height, width, hidden }: ScanCase): Float64Array {
  const size = batch * height * width * hidden
  return Float64Array.from(new RandomStream(4, 'draw').fillNormal(new Float32Array(size), 0))
}

/** Central differences of the weighted sum by every input, all in doubles. */
function differences(scan: ScanCase): Float64Array[] {
  const upstream = upstreamOf(scan)
  const sum = (): number =>
    scanByDefinition(scan).reduce((total, value, i) => total + value * (upstream[i] ?? NaN), 0)
  return scan.inputs.map((values) =>
    values.map((value, i) => {
      const step = 1e-5
      values[i] = value + step
      const above = sum()
      values[i] = value - step
      const below = sum()
      values[i] = value
      return (above - below) / (2 * step)
    }),
  )
}

function largestDifference(values: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(values.length).toBe(expected.length)
  return Array.from(values).reduce((most, v, i) => Math.max(most, Math.abs(v - (expected[i] ?? NaN))), 0)
}

describe.each(['cpu', 'wasm', ...tensorflow] as const)('the scans on %s', (runtime) => {
  beforeAll(() => selectRuntime(runtime))

  describe.each(kinds)('%s', (kind) => {
    it.each(sizes)('are the definition, a pixel at a time in doubles: %i x %i', (height, width) => {
      const scan = randomCase(kind, height, width)
      const states = tf.tidy(() => apply(scan, tensorsOf(scan)))
      expect(states.shape).toEqual([2, height, width, 3])
      expect(largestDifference(states.dataSync(), scanByDefinition(scan))).toBeLessThan(3e-6)
      states.dispose()
    })

    it.each(sizes)('have the gradients of finite differences in doubles: %i x %i', (height, width) => {
      const scan = randomCase(kind, height, width)
      const gradients = tf.tidy(() => {
        const upstream = tf.tensor1d(Float32Array.from(upstreamOf(scan)))
        const weightedSum = (...inputs: tf.Tensor[]): tf.Scalar =>
          tf.sum(tf.mul(tf.reshape(apply(scan, inputs as Tensors), [-1]), upstream))
        return tf
          .grads(weightedSum)(tensorsOf(scan))
          .map((gradient) => gradient.dataSync())
      })
      const expected = differences(scan)
      expect(gradients).toHaveLength(4)
      gradients.forEach((gradient, i) => {
        const right = expected[i] ?? new Float64Array()
        const largest = right.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
        expect(largest).toBeGreaterThan(0)
        expect(largestDifference(gradient, right)).toBeLessThan(1e-5 * Math.max(1, largest))
      })
    })
  })

  it('from the right is that from the left of the flipped map, flipped back', () => {
    const scan = randomCase('right-to-left', 4, 6)
    const apart = tf.tidy(() => {
      const [toState, ...others] = tensorsOf(scan)
      const flipped = tf.reverse(diagonalLstmScan(tf.reverse(toState, 2), ...others, 'left-to-right'), 2)
      return tf.max(tf.abs(tf.sub(apply(scan, [toState, ...others]), flipped))).dataSync()[0]
    })
    expect(apart).toBe(0)
  })

  it.each(kinds)('leave no tensor behind: %s', (kind) => {
    const scan = randomCase(kind, 3, 4)
    const before = tf.memory().numTensors
    const tensors = tensorsOf(scan)
    apply(scan, tensors).dispose()
    expect(tf.memory().numTensors).toBe(before + 4)
    const gradients = tf.grads((...inputs) => tf.sum(apply(scan, inputs as Tensors)))(tensors)
    tf.dispose([tensors, gradients])
    expect(tf.memory().numTensors).toBe(before)
  })

  it('treat every image of a batch by itself', () => {
    for (const kind of kinds) {
      const scan = randomCase(kind, 3, 4, 3)
      tf.tidy(() => {
        const [toState, ...others] = tensorsOf(scan)
        const together = apply(scan, [toState, ...others])
        for (let n = 0; n < 3; n++) {
          const alone = apply(scan, [tf.slice(toState, [n], [1]), ...others])
          const own = tf.slice(together, [n], [1])
          expect(largestDifference(alone.dataSync(), own.dataSync())).toBeLessThan(1e-6)
        }
      })
    }
  })
})
