import { logitsPerPixel, type ModelConfiguration } from '../../shared/model/configuration'
import { colourGroups, convolutionMask, type MaskKind } from '../ops/masks'
import { diagonalWavefront, rowWavefront, type ScanDirection } from '../ops/wavefront'
import { type FeatureMap, mapWords, type ProgramBuilder } from './builder'
import { type Convolution, planConvolution } from './convolution'
import { features, type Features } from './features'
import { planScan } from './lstmScan'
import type { Piece } from './memory'
import { tapTable } from './taps'
import type { WeightLayout } from './weightLayout'
import { floatBits, lines, opcodes } from './words'

const inputSide = 7

export interface PlannedShape {
  readonly height: number
  readonly width: number
  /** Whether gradients are wanted. */
  readonly train: boolean
  /** Images of the batch, over whose mean the gradient is taken. */
  readonly batch: number
}

/** Where a plan's data goes in and comes out, in shared memory, image after image. */
export interface PlanData {
  /** Levels as floats, [batch, height * width * channels] with images at whole lines. */
  readonly pixels: Piece
  /** Nats, the first float of each image's line. */
  readonly nats: Piece
}

/** How the inner part of a block goes forth; it returns how to go back. */
type InnerPlan = (
  x: FeatureMap,
  seen: FeatureMap,
) => { inner: FeatureMap; back: (dInner: FeatureMap) => FeatureMap }

/**
 * The whole of models/createNetwork.ts as one program: likelihoods, and gradients if wanted. Multi-Scale models
 * are not for it. Every map that a gradient needs is kept, nothing else: what a ReLU let through tells what it
 * was, so x itself is changed in place where only its ReLU is read.
 */
export function planNetwork(
  builder: ProgramBuilder,
  weights: WeightLayout,
  configuration: ModelConfiguration,
  shape: PlannedShape,
): PlanData {
  const {
    channels: colours,
    hidden,
    layers,
    outputFeatures,
    residual,
    skip,
    levels,
    architecture,
  } = configuration
  const { height, width, train, batch } = shape
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
    patches = false,
  ): Convolution => {
    const mask = convolutionMask(
      kind,
      ...kernel,
      colourGroups(inputs.count, colours),
      colourGroups(outputs.count * outputs.gates, colours, outputs.count),
    )
    return planConvolution(builder, weights, name, mask, { height, width, inputs, outputs, patches })
  }

  const imageFloats = lines(cells * colours)
  const data = { pixels: builder.shared(batch * imageFloats), nats: builder.shared(batch * 16) }
  const pixelWords = [data.pixels, imageFloats, colours]
  const offsets = Array.from({ length: (inputSide >> 1) * inputSide + (inputSide >> 1) + 1 }, (_, tap) => ({
    row: Math.floor(tap / inputSide) - (inputSide >> 1),
    column: (tap % inputSide) - (inputSide >> 1),
  }))
  // Mask A closes the pixel itself to all where there is one colour only.
  const seenTaps = colours === 1 ? offsets.slice(0, -1) : offsets
  const patches = builder.map(cells, seenTaps.length * colours)
  builder.emit(
    opcodes.patches,
    ...pixelWords,
    colours,
    seenTaps.length,
    builder.table(`patches ${height} ${width}`, () => tapTable(height, width, seenTaps)),
    cells,
    ...mapWords(patches),
    patches.width,
    floatBits(2 / (levels - 1)),
  )
  const usesRelu = architecture === 'pixelcnn'
  const input = convolution('input', 'A', [inputSide, inputSide], features(colours), wide, true)
  let x = map(wide)
  let seen = usesRelu ? map(wide) : x
  input.forward(patches, x, usesRelu ? { copy: seen } : {})

  const innerOf = (prefix: string): InnerPlan => {
    if (architecture === 'pixelcnn') {
      const down = convolution(`${prefix}.down`, 'B', [1, 1], wide, narrow)
      const conv = convolution(`${prefix}.conv`, 'B', [3, 3], narrow, narrow)
      return (_x, bent) => {
        const [reduced, inner] = [map(narrow), map(narrow)]
        down.forward(bent, reduced, { relu: true })
        conv.forward(reduced, inner, { relu: true })
        return {
          inner,
          back(dInner) {
            conv.gradient(reduced, dInner)
            const dReduced = map(narrow)
            conv.backward(dInner, dReduced, { mask: reduced })
            down.gradient(bent, dReduced)
            return backInto(down, dReduced, bent)
          },
        }
      }
    }
    const gates = features(hidden, 4)
    const direction = (name: string, kernelWidth: number, from?: ScanDirection) => {
      const toState = convolution(`${name}.inputToState`, 'B', [1, kernelWidth], wide, gates)
      const wavefront = from ? diagonalWavefront(height, width, from) : rowWavefront(height, width)
      const scan = planScan(builder, weights, name, wavefront, narrow, gates)
      return (source: FeatureMap) => {
        const [opened, state] = [map(gates), map(narrow)]
        toState.forward(source, opened)
        scan.forward(opened, state)
        return {
          state,
          back: (dState: FeatureMap): FeatureMap => {
            scan.backward(opened, state, dState)
            toState.gradient(source, opened)
            return backInto(toState, opened)
          },
        }
      }
    }
    if (architecture === 'row-lstm') {
      const rows = direction(prefix, 3)
      return (source) => {
        const { state, back } = rows(source)
        return { inner: state, back }
      }
    }
    const [left, right] = [
      direction(`${prefix}.left`, 1, 'left-to-right'),
      direction(`${prefix}.right`, 1, 'right-to-left'),
    ]
    return (source) => {
      const [fromLeft, fromRight] = [left(source), right(source)]
      const inner = map(narrow)
      combine(inner, fromLeft.state, fromRight.state, -1)
      return {
        inner,
        back(dInner) {
          const moved = map(narrow)
          combine(moved, undefined, dInner, 1)
          fromRight.back(moved)
          return fromLeft.back(dInner)
        },
      }
    }
  }

  /** y = a + b moved by rows; `relu` after it. */
  function combine(y: FeatureMap, a: FeatureMap | undefined, b: FeatureMap, rows = 0, relu = false): void {
    const moved =
      rows === 0
        ? -1
        : builder.table(`moved ${height} ${width} ${rows}`, () =>
            tapTable(height, width, [{ row: rows, column: 0 }]),
          )
    builder.emit(
      opcodes.combine,
      ...mapWords(y),
      ...mapWords(a),
      ...mapWords(b),
      moved,
      cells,
      y.width,
      relu ? 1 : 0,
    )
  }

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

  let skipped: FeatureMap | undefined
  const backwards: ((dSkips: FeatureMap) => void)[] = []
  for (let i = 0; i < layers; i++) {
    const prefix = `blocks.${i}`
    const inner = innerOf(prefix)
    const up = convolution(`${prefix}.up`, 'B', [1, 1], narrow, wide)
    const skipOut = skip ? convolution(`${prefix}.skip`, 'B', [1, 1], narrow, wide) : undefined
    const { inner: result, back } = inner(x, seen)
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
    convolution('output.0', 'B', [1, 1], wide, open),
    convolution('output.1', 'B', [1, 1], open, open),
    convolution('output.2', 'B', [1, 1], open, logitFeatures),
  ] as const
  const bent = [map(wide), map(open), map(open)] as const
  const logits = map(logitFeatures)
  combine(bent[0], skipped, x, 0, true)
  outs[0].forward(bent[0], bent[1], { relu: true })
  outs[1].forward(bent[1], bent[2], { relu: true })
  outs[2].forward(bent[2], logits)
  builder.emit(
    opcodes.crossEntropy,
    ...mapWords(logits),
    ...pixelWords,
    cells,
    colours,
    levels,
    floatBits(train ? 1 / batch : 0),
    -1,
    data.nats,
    16,
    0,
  )
  if (!train) return data

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
  return data
}
