import * as tf from '@tensorflow/tfjs'
import { failure, PixelloomError } from '../../shared/errors'
import { logitsPerPixel, type ModelConfiguration } from '../../shared/model/configuration'
import { subsample } from '../ops/subsample'
import { takeRows } from '../ops/window'
import { conditionerOf } from './conditioner'
import { type Inner, innerOf } from './inner'
import { scaleInput } from './input'
import { type Layer, maskedLayer } from './layer'
import { multiScaleOf } from './multiScale'
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
 * with mask B, each after a ReLU. With `small` that network is conditioned on the small image, which has
 * one of its own (section 3.6); with `conditioner` there is a network beside it for completing. `unsupported` for what this version can't compute, `invalid-argument` for a
 * small model that doesn't fit.
 */
export function createNetwork(configuration: ModelConfiguration): Network {
  const { channels: colours, hidden, layers, outputFeatures, residual, skip: skips, levels } = configuration
  const pointwise = (name: string, inputs: number, outputs: number): Layer =>
    maskedLayer(name, { kind: 'B', kernel: [1, 1], inputs, outputs, colours })

  const createInner = innerOf(configuration)
  const scales = multiScaleOf(configuration, createNetwork)
  const conditioned = conditionerOf(configuration)
  if (scales && conditioned) throw failure('models.scalesAndConditioner', {}, 'conditioner')
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

  function logits(
    weights: Weights,
    pixels: tf.Tensor4D,
    lastRows = pixels.shape[1],
    upsampled?: tf.Tensor4D,
  ): tf.Tensor4D {
    return tf.tidy(() => {
      const map = upsampled ?? mapOf(weights, pixels, lastRows)
      let x = bottomRows(input.apply(weights, scaleInput(pixels, levels)), lastRows + reachFrom(0))
      let skipped: tf.Tensor4D | undefined
      for (const [i, { inner, up, skip }] of blocks.entries()) {
        // Rows that are still needed: those asked for, and what the remaining blocks see above them.
        const rows = lastRows + reachFrom(i + 1)
        const h = bottomRows(inner.apply(weights, x, map && bottomRows(map, x.shape[1])), rows)
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

  /** The map that conditions whole images; their strips don't hold all of the small image. */
  function mapOf(weights: Weights, pixels: tf.Tensor4D, lastRows: number): tf.Tensor4D | undefined {
    if (!scales) return undefined
    const [, height, width] = pixels.shape
    if (lastRows < height) throw new PixelloomError('internal', 'A strip needs the upsampled small image.')
    const { upsample, factor } = scales.multiScale
    return upsample(weights, subsample(pixels, factor), height, width)
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
      ...(scales?.parameters ?? []),
      ...(conditioned?.parameters ?? []),
    ],
    ...(scales && { multiScale: scales.multiScale }),
    ...(conditioned && { conditioner: conditioned.conditioner }),
    reachRows: (inputSide >> 1) + reachFrom(0),
    logits,
  }
}

/** The last `rows` rows of [N, H, W, F], or all where there are no more. */
function bottomRows(x: tf.Tensor4D, rows: number): tf.Tensor4D {
  const count = Math.min(rows, x.shape[1])
  return takeRows(x, x.shape[1] - count, count)
}
