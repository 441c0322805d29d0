import { PixelloomError } from '../../shared/errors'
import type { Network, Weights } from '../models/network'
import type { Kernels } from '../plans/kernels'
import type { Canvas } from './canvas'
import type { DrawHooks, DrawRequest } from './drawImages'
import { type DrawnSmall, scales } from './drawRaster'
import { rowsWithHoles, withoutCopies } from './holes'
import { samplerFor } from './keptSampler'
import { setAdded } from './setAdded'
import { turn } from './turn'

/** How long messages may wait for their turn, in milliseconds: turning costs about one. */
const longestDeafness = 20

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
  const { height, width, unknown, count, seed, firstVariant = 0, temperature, topP, added } = request
  const rows = rowsWithHoles(unknown, width)
  const [firstHole] = rows
  if (firstHole === undefined) return undefined
  const sampler = samplerFor(kernels, network, weights, {
    ...{ height, width, count, conditioned: small !== undefined },
    ...(added && { addedSets: added.sets }),
  })
  for (let image = 0; image < count; image++) sampler.setImage(image, canvas.image(image))
  if (added) setAdded(sampler, added)
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
