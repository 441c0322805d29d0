import { PixelloomError } from '../../shared/errors'
import type { Network, Weights } from '../models/network'
import type { PlanDevice } from '../plans/device'
import type { Canvas } from './canvas'
import type { DrawHooks, DrawRequest } from './drawImages'
import { type DrawnSmall, scales } from './drawRaster'
import { rowsWithHoles, withoutCopies } from './holes'
import { deviceSamplerFor } from './keptSampler'
import { setAdded } from './setAdded'
import { turn } from './turn'

/** How long messages may wait for their turn, in milliseconds: turning costs about one. */
const longestDeafness = 20

/**
 * Fills the canvas where `unknown` is 1, as drawIncremental does, on a device: while a row's values are on their way
 * here, it is at work on the next. Throws `NoRoomOnDevice` before anything is drawn.
 */
export async function drawOnDevice(
  device: PlanDevice,
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
  const sampler = deviceSamplerFor(device, network, weights, {
    ...{ height, width, count, conditioned: small !== undefined },
    ...(added && { addedSets: added.sets }),
  })
  if (added) setAdded(sampler, added)
  if (small) sampler.setConditions(await small.upsampled.data<'float32'>())
  const left = small ? withoutCopies(unknown, width, small.factor) : unknown
  sampler.begin(canvas.levels, left, { seed, firstVariant, scale, temperature, topP })

  const rowFloats = width * network.configuration.channels
  const take = async (row: number, drawn: ReturnType<typeof sampler.run>): Promise<void> => {
    // Rows above it, which are known, came with it.
    const images = await drawn
    images.forEach((levels, image) => canvas.setRow(image, row, levels.subarray(-rowFloats)))
    onRow(row)
  }
  let next = Math.max(0, firstHole - network.reachRows)
  let heard = -Infinity
  let under: { readonly row: number; readonly drawn: ReturnType<typeof sampler.run> } | undefined
  try {
    for (const row of rows) {
      if (performance.now() - heard > longestDeafness) {
        await breathe()
        heard = performance.now()
      }
      if (signal?.aborted) throw new PixelloomError('cancelled', 'Drawing was cancelled.')
      const before = under
      under = { row, drawn: sampler.run(next, row + 1) }
      // Who waits for it hears of a failure; until then nobody needs to.
      under.drawn.catch(() => undefined)
      next = row + 1
      if (before) await take(before.row, before.drawn)
    }
    if (under) await take(under.row, under.drawn)
  } finally {
    // Nothing goes on behind the back of who is told that it ended.
    await under?.drawn.catch(() => undefined)
  }
  return sampler.nats()
}
