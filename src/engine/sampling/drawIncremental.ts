import { PixelloomError } from '../../shared/errors'
import type { Network, Weights } from '../models/network'
import { SameWeights, valuesOf } from '../models/weightValues'
import type { Kernels } from '../plans/kernels'
import { Sampler, type SamplerShape } from '../plans/sampling/sampler'
import type { Canvas } from './canvas'
import type { DrawHooks, DrawRequest } from './drawImages'
import { type DrawnSmall, scales } from './drawRaster'
import { turn } from './turn'

/** How long messages may wait for their turn, in milliseconds: turning costs about one. */
const longestDeafness = 20

interface Kept {
  readonly kernels: Kernels
  readonly network: Network
  readonly sampler: Sampler
  readonly weights: SameWeights
}

/** The last ones: mostly one batch after another is drawn by the same weights, on up to two scales. */
let kept: readonly Kept[] = []
const mostKept = 2

/**
 * Fills the canvas where `unknown` is 1, as drawRaster does, by kernels of our own that compute for each pixel
 * only what is new (section 2.1). Rows that nothing unknown depends on are not looked at. Of a Multi-Scale model
 * one of its two networks. Returns the nats of what was drawn of each image.
 */
export async function drawIncremental(
  kernels: Kernels,
  network: Network,
  weights: Weights,
  canvas: Canvas,
  request: Omit<DrawRequest, 'known'>,
  { breathe = turn, signal }: DrawHooks,
  onRow: (row: number) => void,
  small?: DrawnSmall,
  scale: number = scales.whole,
): Promise<Float64Array | undefined> {
  const { height, width, unknown, count, seed, firstVariant = 0, temperature, topP } = request
  const rowHasHoles = (row: number): boolean => unknown.subarray(row * width, (row + 1) * width).includes(1)
  const rows = Array.from({ length: height }, (_, row) => row).filter(rowHasHoles)
  const [firstHole] = rows
  if (firstHole === undefined) return undefined
  const { sampler, weights: known } = keptFor(kernels, network, {
    ...{ height, width, count, conditioned: small !== undefined },
  })
  if (known.areNew(network, weights)) sampler.setWeights(valuesOf(weights))
  for (let image = 0; image < count; image++) sampler.setImage(image, canvas.image(image))
  if (small) sampler.setConditions(await small.upsampled.data<'float32'>())
  const left = small ? withoutCopies(unknown, width, small.factor) : unknown
  sampler.begin(left, { seed, firstVariant, scale, temperature, topP })
  let next = Math.max(0, firstHole - network.reachRows)
  let heard = -Infinity
  for (const row of rows) {
    if (performance.now() - heard > longestDeafness) {
      await breathe()
      heard = performance.now()
    }
    if (signal?.aborted) throw new PixelloomError('cancelled', 'Drawing was cancelled.')
    sampler.run(next, row + 1)
    next = row + 1
    for (let image = 0; image < count; image++) canvas.setRow(image, row, sampler.row(image, row))
    onRow(row)
  }
  return sampler.nats()
}

/** Pixels that are copies of the small image's are drawn already. */
function withoutCopies(unknown: Uint8Array, width: number, factor: number): Uint8Array {
  return unknown.map((isUnknown, pixel) => {
    const [row, column] = [Math.floor(pixel / width), pixel % width]
    return row % factor === 0 && column % factor === 0 ? 0 : isUnknown
  })
}

function keptFor(kernels: Kernels, network: Network, shape: SamplerShape): Kept {
  const fits = ({ kernels: own, network: of, sampler }: Kept): boolean =>
    own === kernels && of === network && JSON.stringify(sampler.shape) === JSON.stringify(shape)
  const found = kept.find(fits)
  if (found) return found
  // One network is drawn with in one size at a time.
  const others = kept.filter((one) => one.kernels === kernels && one.network !== network).slice(1 - mostKept)
  for (const one of kept) if (!others.includes(one)) one.sampler.dispose()
  const made = { kernels, network, sampler: new Sampler(kernels, network, shape), weights: new SameWeights() }
  kept = [...others, made]
  return made
}
