import type { Tensor4D } from '@tensorflow/tfjs'
import { PixelloomError } from '../../shared/errors'
import type { Network, Weights } from '../models/network'
import { RandomStream } from '../random/stream'
import type { Canvas } from './canvas'
import { drawLevel } from './draw'
import type { DrawHooks, DrawRequest } from './drawImages'
import { turn } from './turn'

/** What the large network of a Multi-Scale model knows of the small images when it begins. */
export interface DrawnSmall {
  readonly factor: number
  /** [count, height, width, h], to be disposed by whoever asked for it. */
  readonly upsampled: Tensor4D
  /** Of what was drawn of each small image, where that is known. */
  readonly nats: Float64Array | undefined
}

/** Part of the address of each random number: the scales of one image have nothing in common. */
export const scales = { whole: 0, small: 1 } as const

/**
 * One network's part of ancestral sampling, by whatever means. Some ways know what the drawn values of each image
 * cost, [count] nats.
 */
export type DrawRows = (...part: Parameters<typeof drawRaster>) => Promise<Float64Array | undefined>

/**
 * One network's part of ancestral sampling: fills the canvas where `unknown` is 1, in raster order, leaving
 * out what `small` has filled already. `onRow` hears of each row that has unknown pixels when it is finished.
 */
export async function drawRaster(
  network: Network,
  weights: Weights,
  canvas: Canvas,
  request: Omit<DrawRequest, 'known'>,
  { breathe = turn, signal }: DrawHooks,
  onRow: (row: number) => void,
  small?: DrawnSmall,
  scale: number = scales.whole,
): Promise<undefined> {
  const { height, width, unknown, count, firstVariant = 0, added } = request
  const { channels } = network.configuration
  const stream = new RandomStream(request.seed, 'draw')
  for (let row = 0; row < height; row++) {
    const isUnknown = unknown.subarray(row * width, (row + 1) * width)
    if (!isUnknown.includes(1)) continue
    await breathe()
    if (signal?.aborted) throw new PixelloomError('cancelled', 'Drawing was cancelled.')
    for (let column = 0; column < width; column++) {
      if (isUnknown[column] !== 1) continue
      if (small && row % small.factor === 0 && column % small.factor === 0) continue
      for (let channel = 0; channel < channels; channel++) {
        const logits = await canvas.logits(network, weights, row, column, channel, small?.upsampled)
        logits.forEach((values, i) => {
          const u = stream.uniform(row * width + column, channel, firstVariant + i, scale)
          const set = added ? Math.floor((i * added.sets) / count) : 0
          const place = ((set * height + row) * width + column) * channels + channel
          const from = place * values.length
          const moved = added ? values.map((value, k) => value + (added.values[from + k] ?? 0)) : values
          canvas.set(i, row, column, channel, drawLevel(moved, u, request))
        })
      }
    }
    onRow(row)
  }
}
