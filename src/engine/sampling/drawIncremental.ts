import { PixelloomError } from '../../shared/errors'
import type { Network, Weights } from '../models/network'
import { SameWeights, valuesOf } from '../models/weightValues'
import type { Kernels } from '../plans/kernels'
import { Sampler } from '../plans/sampling/sampler'
import type { Canvas } from './canvas'
import type { DrawHooks, DrawRequest } from './drawImages'
import { scales } from './drawRaster'
import { turn } from './turn'

/** How long messages may wait for their turn, in milliseconds: turning costs about one. */
const longestDeafness = 20

interface Kept {
  readonly kernels: Kernels
  readonly network: Network
  readonly sampler: Sampler
  readonly weights: SameWeights
}

/** The last one: mostly one batch after another is drawn by the same weights. */
let kept: Kept | undefined

/**
 * Fills the canvas where `unknown` is 1, as drawRaster does, by kernels of our own that compute for each pixel
 * only what is new (section 2.1). Rows that nothing unknown depends on are not looked at.
 */
export async function drawIncremental(
  kernels: Kernels,
  network: Network,
  weights: Weights,
  canvas: Canvas,
  request: Omit<DrawRequest, 'known'>,
  { breathe = turn, signal }: DrawHooks,
  onRow: (row: number) => void,
): Promise<void> {
  const { height, width, unknown, count, seed, firstVariant = 0, temperature, topP } = request
  const rowHasHoles = (row: number): boolean => unknown.subarray(row * width, (row + 1) * width).includes(1)
  const rows = Array.from({ length: height }, (_, row) => row).filter(rowHasHoles)
  const [firstHole] = rows
  if (firstHole === undefined) return
  const { sampler, weights: known } = keptFor(kernels, network, { height, width, count })
  if (known.areNew(network, weights)) sampler.setWeights(valuesOf(weights))
  for (let image = 0; image < count; image++) sampler.setImage(image, canvas.image(image))
  sampler.begin(unknown, { seed, firstVariant, scale: scales.whole, temperature, topP })
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
}

function keptFor(
  kernels: Kernels,
  network: Network,
  shape: { height: number; width: number; count: number },
): Kept {
  if (kept?.kernels === kernels && kept.network === network) {
    const { height, width, count } = kept.sampler.shape
    if (height === shape.height && width === shape.width && count === shape.count) return kept
  }
  kept?.sampler.dispose()
  kept = undefined
  kept = { kernels, network, sampler: new Sampler(kernels, network, shape), weights: new SameWeights() }
  return kept
}
