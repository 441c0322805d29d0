import * as tf from '@tensorflow/tfjs'
import type { MultiScale, Weights } from '../models/network'
import { subsampleLevels } from '../ops/subsample'
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
  const added = request.added && {
    sets: request.added.sets,
    values: subsampleLogits(request.added.values, request, factor),
  }
  const part = { ...request, height, width, unknown, ...(added && { added }) }
  const nats = await draw(small, smallWeights(weights), drawn, part, hooks, take, undefined, scales.small)
  const upsampled = tf.tidy(() => {
    const pixels = tf.tensor4d(Float32Array.from(drawn.levels), [count, height, width, channels])
    return upsample(weights, pixels, request.height, request.width)
  })
  return { factor, upsampled, nats }
}

/** What is added to the logits of the pixels that the small image's are copies of. */
function subsampleLogits(
  values: Float32Array,
  { height, width, added }: Pick<DrawRequest, 'height' | 'width' | 'added'>,
  factor: number,
): Float32Array {
  const features = values.length / ((added?.sets ?? 1) * height * width)
  const kept: number[] = []
  for (let cell = 0; cell * features < values.length; cell++) {
    const [row, column] = [Math.floor(cell / width) % height, cell % width]
    if (row % factor === 0 && column % factor === 0) kept.push(cell)
  }
  const result = new Float32Array(kept.length * features)
  kept.forEach((cell, to) => {
    result.set(values.subarray(cell * features, (cell + 1) * features), to * features)
  })
  return result
}
