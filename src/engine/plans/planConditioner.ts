import { logitsPerPixel, type ModelConfiguration } from '../../shared/model/configuration'
import { type ConditionerLayer, conditionerLayers } from '../models/conditioner'
import type { FeatureMap, ProgramBuilder, Word } from './builder'
import { type Convolution, openMask, planConvolution } from './convolution'
import { features } from './features'
import { planCrossEntropy, planPatches, type PlannedImage } from './image'
import type { Piece } from './memory'
import { planScale } from './planScale'
import type { WeightLayout } from './weightLayout'
import { lines } from './words'

/** What goes in beside the levels themselves, in shared memory, image after image at whole lines. */
export interface HiddenPieces {
  /** What the conditioning network sees, as levels, [batch, height * width * (channels + 1)]. */
  readonly seen: Piece
  /** Which pixels count, [batch, height * width]: 1 or 0. */
  readonly counts: Piece
}

export function hiddenPieces(
  builder: ProgramBuilder,
  { channels }: ModelConfiguration,
  { height, width, batch }: { height: number; width: number; batch: number },
): HiddenPieces {
  const cells = height * width
  return {
    seen: builder.shared(batch * lines(cells * (channels + 1))),
    counts: builder.shared(batch * lines(cells)),
  }
}

/**
 * Fills both from `levels` [count, cells, channels] and `unknown` [count, cells]. The network scales what it sees to
 * -1..1: unknown pixels lie in the middle, and the mask is the highest level for known, the lowest for unknown.
 */
export function fillHidden(
  seen: Float32Array,
  counts: Float32Array,
  from: {
    readonly levels: ArrayLike<number>
    readonly unknown: Uint8Array
    readonly count: number
    readonly cells: number
    readonly batch: number
    readonly configuration: Pick<ModelConfiguration, 'channels' | 'levels'>
  },
): void {
  const { levels, unknown, count, cells, batch, configuration } = from
  const { channels } = configuration
  const highest = configuration.levels - 1
  const [seenStride, countStride] = [seen.length / batch, counts.length / batch]
  for (let image = 0; image < count; image++) {
    for (let cell = 0; cell < cells; cell++) {
      const at = image * cells + cell
      const isUnknown = unknown[at] === 1
      const to = image * seenStride + cell * (channels + 1)
      for (let c = 0; c < channels; c++) {
        seen[to + c] = isUnknown ? highest / 2 : (levels[at * channels + c] ?? 0)
      }
      seen[to + channels] = isUnknown ? 0 : highest
      counts[image * countStride + cell] = isUnknown ? 1 : 0
    }
  }
}

/** The conditioning network's forward pass, and how to go back from the gradient by its logits. */
export interface PlannedConditioner {
  /** Puts what the network says, plus `add`, into `logits`. */
  forward(logits: FeatureMap, add?: FeatureMap): void
  /** Adds to the gradients of all its parameters. */
  backward(dLogits: FeatureMap): void
}

/** models/conditioner.ts, on what it sees as `HiddenPieces` has it. */
export function planConditioner(
  builder: ProgramBuilder,
  weights: WeightLayout,
  configuration: ModelConfiguration,
  { image, seen }: { image: PlannedImage; seen: readonly Word[] },
): PlannedConditioner {
  const { height, width, channels } = image
  const cells = height * width
  const layers = conditionerLayers(configuration)
  const map = (of: ConditionerLayer): FeatureMap => builder.map(cells, features(of.outputs).width)
  const plan = (layer: ConditionerLayer, patches = false): Convolution => {
    const { name, side, dilation } = layer
    const [inputs, outputs] = [features(layer.inputs), features(layer.outputs)]
    return planConvolution(builder, weights, name, openMask(side, inputs, outputs), {
      ...{ height, width, inputs, outputs, dilation, patches },
    })
  }
  const reach = layers.input.side >> 1
  const offsets = Array.from({ length: layers.input.side ** 2 }, (_, tap) => ({
    row: Math.floor(tap / layers.input.side) - reach,
    column: (tap % layers.input.side) - reach,
  }))
  const input = plan(layers.input, true)
  const blocks = layers.blocks.map(({ down, conv, up }) => ({
    down: { layer: down, convolution: plan(down) },
    conv: { layer: conv, convolution: plan(conv) },
    up: { layer: up, convolution: plan(up) },
  }))
  const [first, last] = [plan(layers.outputs[0]), plan(layers.outputs[1])]

  let back: ((dLogits: FeatureMap) => void) | undefined
  return {
    forward(logits, add) {
      const whole: PlannedImage = { ...image, channels: channels + 1, map: seen }
      const patches = planPatches(builder, whole, offsets)
      const x = map(layers.input)
      let bent = map(layers.input)
      input.forward(patches, x, { copy: bent })
      const backwards = blocks.map(({ down, conv, up }) => {
        const from = bent
        const [narrow, inner, next] = [map(down.layer), map(conv.layer), map(up.layer)]
        down.convolution.forward(from, narrow, { relu: true })
        conv.convolution.forward(narrow, inner, { relu: true })
        up.convolution.forward(inner, x, { add: x, copy: next })
        bent = next
        return (dx: FeatureMap): FeatureMap => {
          const [dInner, dNarrow, sum] = [map(conv.layer), map(down.layer), map(layers.input)]
          up.convolution.gradient(inner, dx)
          up.convolution.backward(dx, dInner, { mask: inner })
          conv.convolution.gradient(narrow, dInner)
          conv.convolution.backward(dInner, dNarrow, { mask: narrow })
          down.convolution.gradient(from, dNarrow)
          down.convolution.backward(dNarrow, sum, { mask: from, add: dx })
          return sum
        }
      })
      const [end, open] = [bent, map(layers.outputs[0])]
      first.forward(end, open, { relu: true })
      last.forward(open, logits, { add })
      back = (dLogits) => {
        const [dOpen, dEnd] = [map(layers.outputs[0]), map(layers.input)]
        last.gradient(open, dLogits)
        last.backward(dLogits, dOpen, { mask: open })
        first.gradient(end, dOpen)
        first.backward(dOpen, dEnd, { mask: end })
        let dx = dEnd
        for (const step of backwards.reverse()) dx = step(dx)
        input.gradient(patches, dx)
      }
    },
    backward: (dLogits) => back?.(dLogits),
  }
}

/**
 * Nats of hidden pixels under a model and its conditioning network together, and the gradients by the latter's
 * parameters: the model itself stays as it is.
 */
export function planConditioned(
  builder: ProgramBuilder,
  weights: WeightLayout,
  configuration: ModelConfiguration,
  shape: {
    readonly image: PlannedImage
    readonly hidden: HiddenPieces
    readonly nats: readonly Word[]
    readonly gradientScale: number
  },
): void {
  const { image, hidden, nats, gradientScale } = shape
  const cells = image.height * image.width
  const seen = [hidden.seen, lines(cells * (image.channels + 1)), image.channels + 1]
  const conditioner = planConditioner(builder, weights, configuration, { image, seen })
  planScale(builder, weights, configuration, {
    ...{ prefix: '', image, nats, gradientScale: 0 },
    take(own) {
      const logits = builder.map(cells, features(logitsPerPixel(configuration)).width)
      conditioner.forward(logits, own)
      planCrossEntropy(builder, image, logits, nats, gradientScale, [hidden.counts, lines(cells), 1])
      if (gradientScale !== 0) conditioner.backward(logits)
    },
  })
}
