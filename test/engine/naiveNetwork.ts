import * as tf from '@tensorflow/tfjs'
import type { Network, Weights } from '../../src/engine/models/network'
import { right, type Place, type Rules } from './rules'

/**
 * The network of an LSTM configuration once more, by its definition, a cell at a time in plain tfjs
 * operations that differentiate themselves: no fused op, no skewed map, nothing of the engine's. `changes`
 * to the rules make it wrong in one way or another.
 */
export function naiveNetwork(network: Network, changes: Partial<Rules> = {}): Network {
  const naive = new Naive(network, { ...right, ...changes })
  return {
    ...network,
    // Without masks, so that random weights of it show which of them are closed.
    parameters: network.parameters.map(({ name, shape, fanIn }) => ({
      name,
      shape,
      ...(fanIn !== undefined && { fanIn }),
    })),
    logits: (weights, pixels) => tf.tidy(() => naive.logits(weights, pixels)),
  }
}

class Naive {
  constructor(
    private readonly network: Network,
    private readonly rules: Rules,
  ) {}

  logits(weights: Weights, pixels: tf.Tensor4D): tf.Tensor4D {
    const { architecture, layers, levels, residual, skip } = this.network.configuration
    const conv = (name: string, x: tf.Tensor4D, kind: 'A' | 'B' = 'B'): tf.Tensor4D =>
      this.convolve(weights, name, x, kind)
    let x = conv('input', tf.sub(tf.div(tf.mul(pixels, 2), levels - 1), 1), 'A')
    let skips: tf.Tensor4D | undefined
    for (let i = 0; i < layers; i++) {
      const name = `blocks.${i}`
      const inner = architecture === 'row-lstm' ? this.row(weights, name, x) : this.diagonal(weights, name, x)
      const out = conv(`${name}.up`, inner)
      x = residual ? this.rules.join(x, out) : out
      if (skip) skips = skips ? tf.add(skips, conv(`${name}.skip`, inner)) : conv(`${name}.skip`, inner)
    }
    if (skips) x = tf.add(x, skips)
    for (const i of [0, 1, 2]) x = conv(`output.${i}`, tf.relu(x))
    return x
  }

  private row(weights: Weights, name: string, x: tf.Tensor4D): tf.Tensor4D {
    const [, height, width] = x.shape
    const steps = Array.from({ length: height }, (_, row) =>
      Array.from({ length: width }, (_, column): Place => [row, column]),
    )
    const besideIsZero = ([, column]: Place): boolean => column < 0 || column >= width
    return this.scan(weights, name, x, steps, this.rules.rowReads, ([r, c]) => [r - 1, c], besideIsZero)
  }

  private diagonal(weights: Weights, name: string, x: tf.Tensor4D): tf.Tensor4D {
    const [, height, width] = x.shape
    const steps = Array.from({ length: height + width - 1 }, (_, diagonal) =>
      Array.from({ length: height }, (_, row): Place => [row, diagonal - row]).filter(
        ([, column]) => column >= 0 && column < width,
      ),
    )
    const behind = ([r, c]: Place): Place => [r, c - 1]
    const left = this.scan(weights, `${name}.left`, x, steps, this.rules.leftReads, behind, () => false)
    const flipped = tf.reverse(x, 2)
    const fromRight = this.scan(
      weights,
      `${name}.right`,
      flipped,
      steps,
      this.rules.rightReads,
      behind,
      () => false,
    )
    return tf.add(left, this.rules.placeRight(tf.reverse(fromRight, 2)))
  }

  private scan(
    weights: Weights,
    name: string,
    x: tf.Tensor4D,
    steps: readonly (readonly Place[])[],
    reads: (place: Place) => readonly Place[],
    carried: (place: Place) => Place,
    isZero: (place: Place) => boolean,
  ): tf.Tensor4D {
    const [batch, height, width] = x.shape
    const h = this.network.configuration.hidden
    const toState = this.convolve(weights, `${name}.inputToState`, x, 'B', h)
    const kernels = tf.unstack(
      tf.reshape(weights.get(`${name}.stateToState.kernel`) as tf.Tensor, [-1, h, 4 * h]),
    ) as tf.Tensor2D[]
    const initial = (which: string): tf.Tensor2D =>
      tf.tile(tf.reshape(weights.get(`${name}.initial${which}`) as tf.Tensor, [1, h]), [batch, 1])
    const [initialHidden, initialCell, zeros] = [initial('Hidden'), initial('Cell'), tf.zeros([batch, h])]
    const hidden = new Map<string, tf.Tensor2D>()
    const cell = new Map<string, tf.Tensor2D>()
    const outside = (place: Place): tf.Tensor => (isZero(place) ? zeros : initialHidden)

    for (const places of steps) {
      // Only states of earlier steps are there to be read, whatever the rules ask for.
      const sums = places.map((place) => {
        const [row, column] = place
        const own = tf.reshape(tf.slice4d(toState, [0, row, column, 0], [batch, 1, 1, 4 * h]), [batch, 4 * h])
        return reads(place).reduce<tf.Tensor>((sum, from, tap) => {
          const state = hidden.get(from.join()) ?? outside(from)
          return tf.add(sum, tf.matMul(state as tf.Tensor2D, kernels[tap] as tf.Tensor2D))
        }, own)
      })
      // [N, cells, 4h]
      const [o, f, i, g] = this.rules.gates(tf.stack(sums, 1) as tf.Tensor3D)
      const before = tf.stack(
        places.map((place) => cell.get(carried(place).join()) ?? initialCell),
        1,
      )
      const next = tf.add(tf.mul(tf.sigmoid(f), before), tf.mul(tf.sigmoid(i), this.rules.bend(g)))
      const output = tf.mul(tf.sigmoid(o), tf.tanh(next))
      // Not unstacked: tfjs can't differentiate an unstacking of one.
      const pick = (of: tf.Tensor, at: number): tf.Tensor2D =>
        tf.reshape(tf.slice3d(of as tf.Tensor3D, [0, at, 0], [batch, 1, h]), [batch, h])
      places.forEach((place, at) => {
        hidden.set(place.join(), pick(output, at))
        cell.set(place.join(), pick(next, at))
      })
    }
    const rows = Array.from({ length: height }, (_, r) =>
      tf.stack(
        Array.from({ length: width }, (_, c) => hidden.get(`${r},${c}`) as tf.Tensor2D),
        1,
      ),
    )
    return tf.stack(rows, 1) as tf.Tensor4D
  }

  /** A dense convolution with the kernel times its mask. */
  private convolve(
    weights: Weights,
    name: string,
    x: tf.Tensor4D,
    kind: 'A' | 'B',
    gateSize?: number,
  ): tf.Tensor4D {
    const { channels } = this.network.configuration
    const kernel = weights.get(`${name}.kernel`) as tf.Tensor4D
    const [kh, kw, inputs, outputs] = kernel.shape
    const group = (feature: number, period: number): number =>
      Math.floor(((feature % period) * channels) / period)
    const period = gateSize === undefined ? outputs : this.rules.gatePeriod(gateSize)
    const mask = tf.buffer([kh, kw, inputs, outputs])
    for (let r = 0; r <= kh >> 1; r++) {
      for (let c = 0; c < kw; c++) {
        for (let i = 0; i < inputs; i++) {
          for (let o = 0; o < outputs; o++) {
            const past = r < kh >> 1 || c < kw >> 1
            const present = r === kh >> 1 && c === kw >> 1
            const open = present && this.rules.open(kind, group(i, inputs), group(o, period))
            if (past || open) mask.set(1, r, c, i, o)
          }
        }
      }
    }
    const masked = tf.mul<tf.Tensor4D>(kernel, mask.toTensor())
    return tf.add(tf.conv2d(x, masked, 1, 'same'), weights.get(`${name}.bias`) as tf.Tensor1D)
  }
}
