import type { FeatureMap, ProgramBuilder } from './builder'
import { openMask, planConvolution } from './convolution'
import { features } from './features'
import { planPatches, type PlannedImage } from './image'
import { planTransposed, type Size } from './transposedConvolution'
import type { WeightLayout } from './weightLayout'

/** models/upsampler.ts, forth; it returns the map and how to go back from its gradient. */
export interface PlannedUpsampler {
  /** [height * width][h] of the whole image, after its ReLU. */
  readonly map: FeatureMap
  /** Adds to the gradients of all parameters; the map's gradient is what came through its ReLU. */
  back(dMap: FeatureMap): void
}

/** Emits the way from the small image to a map of `hidden` features as large as the whole. */
export function planUpsampler(
  builder: ProgramBuilder,
  weights: WeightLayout,
  hidden: number,
  small: PlannedImage,
  whole: Size,
  factor: number,
): PlannedUpsampler {
  const { height, width, channels } = small
  const [pixel, narrow] = [features(channels), features(hidden)]
  const offsets = Array.from({ length: 9 }, (_, tap) => ({
    row: Math.floor(tap / 3) - 1,
    column: (tap % 3) - 1,
  }))
  const patches = planPatches(builder, small, offsets)
  const input = planConvolution(builder, weights, 'upsampler.input', openMask(3, pixel, narrow), {
    ...{ height, width, inputs: pixel, outputs: narrow },
    patches: true,
  })
  const first = builder.map(height * width, narrow.width)
  input.forward(patches, first, { relu: true })

  let map = first
  let size: Size = small
  const backwards: ((dy: FeatureMap) => FeatureMap)[] = []
  for (let k = 0; 2 ** k < factor; k++) {
    const last = 2 ** (k + 1) === factor
    // Only the last is cut off: what would be before still reaches what stays.
    const next = last ? whole : { height: 2 * size.height, width: 2 * size.width }
    const step = planTransposed(builder, weights, `upsampler.${k}`, narrow, size, next)
    const below = map
    map = builder.map(next.height * next.width, narrow.width)
    step.forward(below, map, { relu: true })
    backwards.push((dy) => {
      step.gradient(below, dy)
      const dx = builder.map(below.cells, below.width)
      step.backward(dy, dx, { mask: below })
      return dx
    })
    size = next
  }
  return {
    map,
    back(dMap) {
      let upstream = dMap
      for (const back of backwards.reverse()) upstream = back(upstream)
      input.gradient(patches, upstream)
    },
  }
}
