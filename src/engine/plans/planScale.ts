import { logitsPerPixel, type ModelConfiguration } from '../../shared/model/configuration'
import { colourGroups, convolutionMask, type MaskKind } from '../ops/masks'
import type { FeatureMap, ProgramBuilder, Word } from './builder'
import { emitCombine } from './combine'
import type { ConditionMap } from './condition'
import { type Convolution, type ConvolutionShape, planConvolution } from './convolution'
import { features, type Features } from './features'
import { planCrossEntropy, planPatches, type PlannedImage } from './image'
import { planInner } from './planInner'
import type { WeightLayout } from './weightLayout'

const inputSide = 7

/** What a network of one scale works on, and what is wanted of it. */
export interface ScaleShape {
  /** Before all names of its parameters: `small.`, or nothing. */
  readonly prefix: string
  readonly image: PlannedImage
  /** Words of a map, whose rows begin with the image's nats. */
  readonly nats: readonly Word[]
  /** What the gradients of an image's nats are multiplied with; 0: none are wanted. */
  readonly gradientScale: number
  readonly condition?: ConditionMap
  /** Takes the logits, instead of the cross-entropy; no gradients are then wanted. */
  readonly take?: (logits: FeatureMap) => void
}

/**
 * One network of models/createNetwork.ts: likelihoods, and gradients if wanted. Every map that a gradient needs is
 * kept, nothing else: what a ReLU let through tells what it was, so x itself is changed in place where only its
 * ReLU is read.
 */
export function planScale(
  builder: ProgramBuilder,
  weights: WeightLayout,
  configuration: ModelConfiguration,
  { prefix, image, nats, gradientScale, condition, take }: ScaleShape,
): void {
  const { channels: colours, hidden, layers, outputFeatures, residual, skip, architecture } = configuration
  const { height, width } = image
  const cells = height * width
  const [wide, narrow, open] = [features(2 * hidden), features(hidden), features(outputFeatures)]
  const logitFeatures = features(logitsPerPixel(configuration))
  const map = (of: Features): FeatureMap => builder.map(cells, of.width)

  const convolution = (
    name: string,
    kind: MaskKind,
    kernel: readonly [number, number],
    inputs: Features,
    outputs: Features,
    more: Pick<ConvolutionShape, 'patches'> = {},
  ): Convolution => {
    const mask = convolutionMask(
      kind,
      ...kernel,
      colourGroups(inputs.count, colours),
      colourGroups(outputs.count * outputs.gates, colours, outputs.count),
    )
    return planConvolution(builder, weights, name, mask, { height, width, inputs, outputs, ...more })
  }

  const offsets = Array.from({ length: (inputSide >> 1) * inputSide + (inputSide >> 1) + 1 }, (_, tap) => ({
    row: Math.floor(tap / inputSide) - (inputSide >> 1),
    column: (tap % inputSide) - (inputSide >> 1),
  }))
  // Mask A closes the pixel itself to all where there is one colour only.
  const patches = planPatches(builder, image, colours === 1 ? offsets.slice(0, -1) : offsets)
  const usesRelu = architecture === 'pixelcnn'
  const input = convolution(`${prefix}input`, 'A', [inputSide, inputSide], features(colours), wide, {
    patches: true,
  })
  let x = map(wide)
  let seen = usesRelu ? map(wide) : x
  input.forward(patches, x, usesRelu ? { copy: seen } : {})

  /** Gradient of the stream of 2h features that runs through all blocks, as the backward pass has it. */
  let dx: FeatureMap | undefined
  /** What the blocks' inner parts add to it; without residual connections it is all there is. */
  let added: FeatureMap | undefined

  function backInto(layer: Convolution, dy: FeatureMap, mask?: FeatureMap): FeatureMap {
    const to = added ?? map(wide)
    layer.backward(dy, to, { mask, add: added ?? (residual ? dx : undefined) })
    added = to
    return to
  }

  const scale = { builder, weights, configuration, height, width, condition, map, convolution, backInto }
  let skipped: FeatureMap | undefined
  const backwards: ((dSkips: FeatureMap) => void)[] = []
  for (let i = 0; i < layers; i++) {
    const name = `${prefix}blocks.${i}`
    const inner = planInner(scale, name)
    const up = convolution(`${name}.up`, 'B', [1, 1], narrow, wide)
    const skipOut = skip ? convolution(`${name}.skip`, 'B', [1, 1], narrow, wide) : undefined
    const { inner: result, back } = inner(seen)
    const next = usesRelu && residual ? x : map(wide)
    const nextSeen = usesRelu && i < layers - 1 ? map(wide) : undefined
    up.forward(result, next, { add: residual ? x : undefined, copy: nextSeen })
    if (skipOut) {
      const sum = skipped ?? map(wide)
      skipOut.forward(result, sum, { add: skipped })
      skipped = sum
    }
    backwards.push((dSkips) => {
      const stream = dx ?? dSkips
      dx = stream
      const mask = usesRelu ? result : undefined
      const dInner = map(narrow)
      up.gradient(result, stream)
      up.backward(stream, dInner, { mask })
      if (skipOut) {
        skipOut.gradient(result, dSkips)
        skipOut.backward(dSkips, dInner, { mask, add: dInner })
      }
      added = undefined
      dx = back(dInner)
    })
    x = next
    seen = nextSeen ?? next
  }

  const outs = [
    convolution(`${prefix}output.0`, 'B', [1, 1], wide, open),
    convolution(`${prefix}output.1`, 'B', [1, 1], open, open),
    convolution(`${prefix}output.2`, 'B', [1, 1], open, logitFeatures),
  ] as const
  const bent = [map(wide), map(open), map(open)] as const
  const logits = map(logitFeatures)
  emitCombine(builder, width, bent[0], skipped, x, { relu: true })
  outs[0].forward(bent[0], bent[1], { relu: true })
  outs[1].forward(bent[1], bent[2], { relu: true })
  outs[2].forward(bent[2], logits)
  if (take) {
    take(logits)
    return
  }
  planCrossEntropy(builder, image, logits, nats, gradientScale)
  if (gradientScale === 0) return

  let upstream = logits
  for (const i of [2, 1, 0] as const) {
    const below = bent[i]
    outs[i].gradient(below, upstream)
    const d = builder.map(cells, below.width)
    outs[i].backward(upstream, d, { mask: below })
    upstream = d
  }
  for (const back of backwards.reverse()) back(upstream)
  input.gradient(patches, dx ?? upstream)
}
