import * as tf from '@tensorflow/tfjs'
import type { MultiScale, Weights } from '../models/network'
import { subsampleLevels } from '../ops/subsample'
import { addedTogether, subsampledLogits } from './addedLogits'
import { Canvas } from './canvas'
import type { DrawHooks, DrawRequest } from './drawImages'
import { type DrawnSmall, type DrawRows, scales } from './drawRaster'

/**
 * Draws the small images of a canvas, puts their pixels into it, and upsamples them, once for all that
 * follows. A small pixel is known where the pixel that it is a copy of is; unknown ones are drawn by the small
 * network, which sees nothing of the rest (models.md, "Multi-Scale").
 */
export async function drawSmall(
  draw: DrawRows,
  { factor, small, smallWeights, upsample }: MultiScale,
  weights: Weights,
  canvas: Canvas,
  request: DrawRequest,
  hooks: DrawHooks,
): Promise<DrawnSmall> {
  const { count } = request
  const { channels } = small.configuration
  const subsampled = (values: Uint8Array, features: number): Uint8Array =>
    subsampleLevels(values, request.height, request.width, features, factor)
  const [height, width] = [Math.ceil(request.height / factor), Math.ceil(request.width / factor)]
  const unknown = subsampled(request.unknown, 1)
  const drawn = new Canvas(subsampled(canvas.levels, channels), unknown, count, height, width, channels)
  const take = (row: number): void => {
    for (let i = 0; i < count; i++) {
      const pixels = drawn.row(i, row)
      for (let column = 0; column < width; column++) {
        const pixel = pixels.subarray(column * channels, (column + 1) * channels)
        canvas.setPixel(i, row * factor, column * factor, pixel)
      }
    }
  }
  const added = addedTogether(
    request.added && subsampledLogits(request.added, request, factor),
    request.addedSmall,
  )
  const { added: _, addedSmall: _small, ...rest } = request
  const part = { ...rest, height, width, unknown, ...(added && { added }) }
  const nats = await draw(small, smallWeights(weights), drawn, part, hooks, take, undefined, scales.small)
  const upsampled = tf.tidy(() => {
    const pixels = tf.tensor4d(Float32Array.from(drawn.levels), [count, height, width, channels])
    return upsample(weights, pixels, request.height, request.width)
  })
  return { factor, upsampled, nats }
}
