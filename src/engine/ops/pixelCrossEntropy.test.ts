import * as tf from '@tensorflow/tfjs'
import { beforeAll, describe, expect, it } from 'vitest'
import { RandomStream } from '../random/stream'
import { selectRuntime } from '../runtimes/runtime'
import { pixelCrossEntropy } from './pixelCrossEntropy'
import { tensorflow } from '../../../test/support/runtimes'

const stream = new RandomStream(2, 'draw')
const batch = 3
const [height, width] = [2, 3]

/** The same in doubles, by the definition, with its gradient for a given weight of each image. */
function byDefinition(
  logits: Float32Array,
  pixels: Float32Array,
  levels: number,
  weights: number[],
): { nats: number[]; gradient: number[] } {
  const perImage = pixels.length / batch
  const nats = weights.map(() => 0)
  const gradient: number[] = []
  pixels.forEach((pixel, i) => {
    const image = Math.floor(i / perImage)
    const k = levels === 2 ? 1 : levels
    const own = [...logits.subarray(i * k, i * k + k)]
    const all = levels === 2 ? [0, own[0] ?? NaN] : own
    const most = Math.max(...all)
    const sum = all.reduce((s, z) => s + Math.exp(z - most), 0)
    nats[image] = (nats[image] ?? 0) + most + Math.log(sum) - (all[pixel] ?? NaN)
    const slopes = all.map(
      (z, level) => (weights[image] ?? NaN) * (Math.exp(z - most) / sum - (level === pixel ? 1 : 0)),
    )
    gradient.push(...(levels === 2 ? slopes.slice(1) : slopes))
  })
  return { nats, gradient }
}

describe.each(['cpu', 'wasm', ...tensorflow] as const)('the pixel cross-entropy on %s', (runtime) => {
  beforeAll(() => selectRuntime(runtime))

  it.each([
    { levels: 2, channels: 1, scale: 1 },
    { levels: 2, channels: 3, scale: 80 },
    { levels: 3, channels: 1, scale: 1 },
    { levels: 4, channels: 3, scale: 60 },
    { levels: 256, channels: 3, scale: 3 },
  ])(
    'is the definition in doubles, gradient too: $levels levels, $channels channels, logits around $scale',
    ({ levels, channels, scale }) => {
      const before = tf.memory().numTensors
      const k = levels === 2 ? 1 : levels
      const count = batch * height * width * channels
      const logits = stream.fillNormal(new Float32Array(count * k), levels).map((z) => z * scale)
      const uniforms = stream.fillUniform(new Float64Array(count), levels, 1)
      const pixels = Float32Array.from(uniforms, (u) => Math.floor(u * levels))
      const weights = [1, -0.5, 0.25]
      const expected = byDefinition(logits, pixels, levels, weights)

      const z = tf.tensor4d(logits, [batch, height, width, channels * k])
      const x = tf.tensor4d(pixels, [batch, height, width, channels])
      const nats = pixelCrossEntropy(z, x, levels)
      const gradient = tf.grad((a) =>
        tf.sum(tf.mul(pixelCrossEntropy(a as tf.Tensor4D, x, levels), tf.tensor1d(weights))),
      )(z)

      expect(nats.shape).toEqual([batch])
      Array.from(nats.dataSync()).forEach((n, i) =>
        expect(Math.abs(n / (expected.nats[i] ?? NaN) - 1)).toBeLessThan(1e-5),
      )
      const worst = Array.from(gradient.dataSync()).reduce(
        (most, g, i) => Math.max(most, Math.abs(g - (expected.gradient[i] ?? NaN))),
        0,
      )
      expect(worst).toBeLessThan(2e-6)
      tf.dispose([z, x, nats, gradient])
      expect(tf.memory().numTensors).toBe(before)
    },
  )

  it.each([2, 5])('stays finite where a probability underflows: %i levels', (levels) => {
    const nats = tf.tidy(() => {
      const k = levels === 2 ? 1 : levels
      const logits = Array.from({ length: k }, (_, i) => (i === 0 ? 1000 : -1000))
      const z = tf.tensor4d(logits, [1, 1, 1, k])
      return pixelCrossEntropy(z, tf.tensor4d([levels === 2 ? 0 : 1], [1, 1, 1, 1]), levels).dataSync()[0]
    })
    expect(nats).toBeCloseTo(levels === 2 ? 1000 : 2000, 3)
  })
})
