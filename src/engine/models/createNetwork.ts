import * as tf from '@tensorflow/tfjs'
import { PixelloomError } from '../../shared/errors'
import { logitsPerPixel, type ModelConfiguration } from '../../shared/model/configuration'
import { takeRows } from '../ops/window'
import { type Inner, innerOf } from './inner'
import { type Layer, maskedLayer } from './layer'
import type { Network, Weights } from './network'

const inputSide = 7

/** A residual block: its inner part, and the way up to 2h features and out to the skip connections. */
interface Block {
  readonly inner: Inner
  readonly up: Layer
  readonly skip: Layer | undefined
}

/**
 * The network that a configuration describes (section 3 and table 1 of the paper; models.md,
 * "Networks"): a 7x7 convolution with mask A to 2h features, residual blocks, and three 1x1 convolutions
 * with mask B, each after a ReLU. `unsupported` for what this version can't compute.
 */
export function createNetwork(configuration: ModelConfiguration): Network {
  if (configuration.small) {
    throw new PixelloomError(
      'unsupported',
      "This version can't compute Multi-Scale models. Use a model without a small one.",
      'small',
    )
  }
  const { channels: colours, hidden, layers, outputFeatures, residual, skip: skips, levels } = configuration
  const pointwise = (name: string, inputs: number, outputs: number): Layer =>
    maskedLayer(name, { kind: 'B', kernel: [1, 1], inputs, outputs, colours })

  const createInner = innerOf(configuration)
  const input = maskedLayer('input', {
    kind: 'A',
    kernel: [inputSide, inputSide],
    inputs: colours,
    outputs: 2 * hidden,
    colours,
  })
  const blocks = Array.from({ length: layers }, (_, i): Block => {
    const name = `blocks.${i}`
    return {
      inner: createInner(configuration, name),
      up: pointwise(`${name}.up`, hidden, 2 * hidden),
      skip: skips ? pointwise(`${name}.skip`, hidden, 2 * hidden) : undefined,
    }
  })
  const outputs = [
    pointwise('output.0', 2 * hidden, outputFeatures),
    pointwise('output.1', outputFeatures, outputFeatures),
    pointwise('output.2', outputFeatures, logitsPerPixel(configuration)),
  ]
  /** Rows that the blocks from number i on see above a pixel. */
  const reachFrom = (i: number): number =>
    blocks.slice(i).reduce((rows, { inner }) => rows + inner.reachRows, 0)

  function logits(weights: Weights, pixels: tf.Tensor4D, lastRows = pixels.shape[1]): tf.Tensor4D {
    return tf.tidy(() => {
      let x = bottomRows(input.apply(weights, scaleInput(pixels, levels)), lastRows + reachFrom(0))
      let skipped: tf.Tensor4D | undefined
      for (const [i, { inner, up, skip }] of blocks.entries()) {
        // Rows that are still needed: those asked for, and what the remaining blocks see above them.
        const rows = lastRows + reachFrom(i + 1)
        const h = bottomRows(inner.apply(weights, x), rows)
        const lifted = up.apply(weights, h)
        x = residual ? tf.add(bottomRows(x, rows), lifted) : lifted
        if (skip) {
          const contribution = skip.apply(weights, h)
          skipped = skipped ? tf.add(bottomRows(skipped, rows), contribution) : contribution
        }
      }
      if (skipped) x = tf.add(x, skipped)
      for (const output of outputs) x = output.apply(weights, tf.relu(x))
      return x
    })
  }

  return {
    configuration,
    parameters: [
      ...input.parameters,
      ...blocks.flatMap(({ inner, up, skip }) => [
        ...inner.parameters,
        ...up.parameters,
        ...(skip?.parameters ?? []),
      ]),
      ...outputs.flatMap((output) => output.parameters),
    ],
    reachRows: (inputSide >> 1) + reachFrom(0),
    logits,
  }
}

/** Pixels 0..levels-1 to -1..1: 2 v / (levels - 1) - 1, so that zeros outside the image are mid-grey. */
export function scaleInput(pixels: tf.Tensor4D, levels: number): tf.Tensor4D {
  return tf.sub(tf.mul(pixels, 2 / (levels - 1)), 1)
}

/** The last `rows` rows of [N, H, W, F], or all where there are no more. */
function bottomRows(x: tf.Tensor4D, rows: number): tf.Tensor4D {
  const count = Math.min(rows, x.shape[1])
  return takeRows(x, x.shape[1] - count, count)
}
