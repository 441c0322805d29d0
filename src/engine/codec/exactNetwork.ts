import { PixelloomError } from '../../shared/errors'
import {
  type Architecture,
  logitsPerChannel,
  logitsPerPixel,
  type ModelConfiguration,
} from '../../shared/model/configuration'
import type { FlatWeights } from '../models/weights'
import { exactDiagonalBilstmInner } from './exactDiagonalBilstm'
import { accumulate, begin, exactLayer, type Features, groupsOf, rectify } from './exactLayer'
import { exactPixelCnnInner } from './exactPixelCnn'
import { exactRowLstmInner } from './exactRowLstm'

/**
 * The network a second time, for one image alone and to the last bit the same on every machine: plain
 * doubles, each sum in a fixed order, nothing but +, -, * and / (docs/decisions/exact-codec.md). Each channel of
 * each pixel computes only the features that are new with it, so that an image costs one forward pass.
 */
export interface ExactNetwork {
  readonly configuration: ModelConfiguration
  /** Begins an image of that size. */
  start(height: number, width: number): ExactPass
}

/** One image, value after value: row by row, and within a pixel channel by channel. */
export interface ExactPass {
  /**
   * Logits [K] of the next value, valid until the next call. Every `logits` is followed by a `set`.
   */
  logits(): Float64Array
  /** That value, 0..levels-1, is known now. */
  set(level: number): void
}

/** What architectures differ in: the inner part of a block, for one image. */
export interface ExactInner {
  /** Before the first `compute` of a row: all rows before it are known. */
  beginRow?(row: number): void
  /**
   * Computes the features of one colour group at a pixel: from x [2h] with the groups up to it, into `out` [h],
   * which holds the groups before.
   */
  compute(row: number, column: number, group: number, x: Float64Array, out: Float64Array): void
}

/** Reads the weights of the block whose parameters begin with `prefix`, once; then one inner part an image. */
export type ExactInnerFactory = (
  configuration: ModelConfiguration,
  weights: FlatWeights,
  prefix: string,
) => (height: number, width: number) => ExactInner

const inners: Record<Architecture, ExactInnerFactory> = {
  pixelcnn: exactPixelCnnInner,
  'row-lstm': exactRowLstmInner,
  'diagonal-bilstm': exactDiagonalBilstmInner,
}

/** Whether the codec can compute the model: any architecture, one scale. */
export function hasExactNetwork({ small }: ModelConfiguration): boolean {
  return small === undefined
}

/** Version of this arithmetic: it changes with any change that could change a bit of a logit. */
export const exactVersion = 1

/**
 * The exact network of a configuration. `weights`: as `checkWeights` gives them. `unsupported` for models
 * that the codec can't compute.
 */
export function createExactNetwork(configuration: ModelConfiguration, weights: FlatWeights): ExactNetwork {
  if (!hasExactNetwork(configuration)) {
    const message = "This version can't compress with Multi-Scale models. Use a model of one scale."
    throw new PixelloomError('unsupported', message, 'small')
  }
  const innerOf = inners[configuration.architecture]
  const { channels, hidden, layers, outputFeatures, skip } = configuration
  const wide = 2 * hidden
  const input = exactLayer(weights, 'input', { inputs: channels, outputs: wide })
  const blocks = Array.from({ length: layers }, (_, i) => {
    const lift = { inputs: hidden, outputs: wide }
    return {
      startInner: innerOf(configuration, weights, `blocks.${i}`),
      up: exactLayer(weights, `blocks.${i}.up`, lift),
      skip: skip ? exactLayer(weights, `blocks.${i}.skip`, lift) : undefined,
    }
  })
  const widths = [wide, outputFeatures, outputFeatures, logitsPerPixel(configuration)]
  const outputs = [0, 1, 2].map((i) =>
    exactLayer(weights, `output.${i}`, { inputs: widths[i] ?? 0, outputs: widths[i + 1] ?? 0 }),
  )
  const groups = groupTable(configuration, widths)

  function start(height: number, width: number): ExactPass {
    const levels = new ScaledLevels(configuration, height, width)
    /** x after the input and after each block, at the current pixel. */
    const stream = Array.from({ length: layers + 1 }, () => new Float64Array(wide))
    const inside = blocks.map(({ startInner }) => ({
      inner: startInner(height, width),
      out: new Float64Array(hidden),
    }))
    const skipped = new Float64Array(wide)
    const lifted = new Float64Array(wide)
    const rectified = outputs.map(({ inputs }) => new Float64Array(inputs))
    const sums = outputs.map((layer) => new Float64Array(layer.outputs))
    let [row, column, group] = [0, 0, 0]

    /** The features of the current group, from the input to the logits. */
    function compute(): void {
      const { own, soFar } = groups[group] ?? noGroup
      const x = stream[0] ?? lifted
      begin(x, input, own.wide)
      levels.convolve(x, input, own.wide, { row, column, group })
      blocks.forEach(({ up, skip: toSkip }, i) => {
        const part = inside[i]
        const [before, after] = [stream[i], stream[i + 1]]
        if (!part || !before || !after) return
        part.inner.compute(row, column, group, before, part.out)
        begin(lifted, up, own.wide)
        accumulate(lifted, up, 0, own.wide, part.out, 0, soFar.hidden)
        combine(after, own.wide, configuration.residual ? before : undefined, lifted)
        if (!toSkip) return
        begin(lifted, toSkip, own.wide)
        accumulate(lifted, toSkip, 0, own.wide, part.out, 0, soFar.hidden)
        combine(skipped, own.wide, i > 0 ? skipped : undefined, lifted)
      })
      const last = stream[layers] ?? x
      if (skip && layers > 0) combine(lifted, own.wide, last, skipped)
      else combine(lifted, own.wide, undefined, last)
      let from = lifted
      outputs.forEach((layer, i) => {
        const [into, sum] = [rectified[i], sums[i]]
        const [owned, next] = [own.outputs[i], own.outputs[i + 1]]
        if (!into || !sum || !owned || !next) return
        rectify(from, into, owned)
        begin(sum, layer, next)
        accumulate(sum, layer, 0, next, into, 0, soFar.outputs[i] ?? 0)
        from = sum
      })
    }

    const perChannel = logitsPerChannel(configuration)
    return {
      logits() {
        if (group === 0 && column === 0) for (const { inner } of inside) inner.beginRow?.(row)
        compute()
        return (sums[2] ?? lifted).subarray(group * perChannel, (group + 1) * perChannel)
      },
      set(level) {
        levels.set(row, column, group, level)
        if (++group < channels) return
        group = 0
        if (++column < width) return
        column = 0
        row++
      },
    }
  }

  return { configuration, start }
}

/** into = a + b of some features, or b alone. */
function combine(
  into: Float64Array,
  { from, to }: Features,
  a: Float64Array | undefined,
  b: Float64Array,
): void {
  for (let i = from; i < to; i++) into[i] = a ? (a[i] ?? 0) + (b[i] ?? 0) : (b[i] ?? 0)
}

interface GroupFeatures {
  /** The features of this group itself: of x, and of the inputs of the output layers and the logits. */
  readonly own: { readonly wide: Features; readonly outputs: readonly Features[] }
  /** Features of this group and all before it: of h, and of the inputs of the output layers. */
  readonly soFar: { readonly hidden: number; readonly outputs: readonly number[] }
}

const none: Features = { from: 0, to: 0 }
const noGroup: GroupFeatures = { own: { wide: none, outputs: [] }, soFar: { hidden: 0, outputs: [] } }

function groupTable({ channels, hidden }: ModelConfiguration, widths: readonly number[]): GroupFeatures[] {
  const inner = groupsOf(hidden, channels)
  const outer = widths.map((width) => groupsOf(width, channels))
  return inner.map(({ to }, group) => {
    const outputs = outer.map((groups) => groups[group] ?? none)
    return {
      own: { wide: outputs[0] ?? none, outputs },
      soFar: { hidden: to, outputs: outputs.map((features) => features.to) },
    }
  })
}

/** The image so far, scaled to -1..1, and the 7x7 convolution with mask A over it. */
class ScaledLevels {
  readonly #values: Float64Array
  readonly #scaled: Float64Array
  readonly #channels: number

  constructor(
    { channels, levels }: ModelConfiguration,
    height: number,
    private readonly width: number,
  ) {
    this.#channels = channels
    this.#values = new Float64Array(height * width * channels)
    this.#scaled = Float64Array.from({ length: levels }, (_, level) => (2 * level) / (levels - 1) - 1)
  }

  set(row: number, column: number, channel: number, level: number): void {
    this.#values[this.#offset(row, column) + channel] = this.#scaled[level] ?? NaN
  }

  convolve(
    sums: Float64Array,
    layer: Parameters<typeof accumulate>[1],
    own: Features,
    { row, column, group }: { row: number; column: number; group: number },
  ): void {
    for (let tap = 0; tap <= 24; tap++) {
      const r = row + Math.floor(tap / 7) - 3
      const c = column + (tap % 7) - 3
      if (r < 0 || c < 0 || c >= this.width) continue
      // At the pixel itself, the last of these taps, earlier channels alone.
      const count = tap === 24 ? group : this.#channels
      accumulate(sums, layer, tap, own, this.#values, this.#offset(r, c), count)
    }
  }

  #offset(row: number, column: number): number {
    return (row * this.width + column) * this.#channels
  }
}
