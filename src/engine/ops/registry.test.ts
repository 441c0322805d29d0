import * as tf from '@tensorflow/tfjs'
import { beforeAll, describe, expect, it } from 'vitest'
import { selectRuntime } from '../runtimes/runtime'
import { composedMaskedConvolution } from './composedConvolution'
import { composedCrossEntropy } from './composedCrossEntropy'
import { maskedConvolution, registerMaskedConvolution } from './maskedConvolution'
import { colourGroups, convolutionMask } from './masks'
import { pixelCrossEntropy, registerPixelCrossEntropy } from './pixelCrossEntropy'
import { type OpImplementation, defineOp } from './registry'

/** The implementation, with every call of it written down. */
function watched<I extends readonly tf.Tensor[], A>(
  inner: OpImplementation<I, A>,
  calls: string[],
): OpImplementation<I, A> {
  return {
    forward: (inputs, attributes) => {
      calls.push('forward')
      return inner.forward(inputs, attributes)
    },
    gradient: (record, attributes) => {
      calls.push('gradient')
      return inner.gradient(record, attributes)
    },
  }
}

describe('an implementation that a runtime registers', () => {
  const mask = convolutionMask('B', 3, 3, colourGroups(1, 1), colourGroups(1, 1))
  const nats = (x: tf.Tensor): tf.Scalar => {
    const logits = maskedConvolution(x as tf.Tensor4D, tf.ones([3, 3, 1, 1]), tf.zeros([1]), mask)
    return tf.sum(pixelCrossEntropy(logits, tf.zeros([1, 2, 2, 1]), 2))
  }
  const calls: string[] = []
  beforeAll(() => {
    registerMaskedConvolution('wasm', watched(composedMaskedConvolution, calls))
    registerPixelCrossEntropy('wasm', watched(composedCrossEntropy, calls))
  })

  it.each([
    ['wasm', ['forward', 'forward', 'gradient', 'gradient']],
    ['cpu', []],
  ] as const)('is used on its own backend and on no other: %s', async (runtime, expected) => {
    await selectRuntime(runtime)
    calls.length = 0
    tf.tidy(() => tf.grad(nats)(tf.ones([1, 2, 2, 1])))
    expect(calls).toEqual(expected)
  })
})

describe('an op', () => {
  it('hands its gradient the inputs, the output and what the forward pass kept', async () => {
    await selectRuntime('cpu')
    const seen: number[][] = []
    const cube = defineOp<readonly [tf.Tensor], { scale: number }>('cube', {
      forward: ([x], { scale }) => {
        const square = tf.square(x)
        return { output: tf.mul(tf.mul(square, x), scale), saved: [square] }
      },
      gradient: ({ upstream, inputs: [x], output, saved }, { scale }) => {
        for (const tensor of [x, output, ...saved]) seen.push([...tensor.dataSync()])
        return [tf.mul(upstream, tf.mul(saved[0] ?? x, 3 * scale))]
      },
    })
    const before = tf.memory().numTensors
    const slope = tf.tidy(
      () =>
        tf
          .grad((x) => tf.sum(cube.apply([x], { scale: 2 })))(tf.tensor1d([2]))
          .dataSync()[0],
    )
    expect(cube.name).toBe('cube')
    expect(seen).toEqual([[2], [16], [4]])
    expect(slope).toBe(24)
    expect(tf.memory().numTensors).toBe(before)
  })
})
