import { PixelloomError } from '../../shared/errors'
import type { Raster } from '../host'

/** What one new row or column takes from the old ones: `weights[k]` of number `from + k`; they sum to 1. */
interface Taps {
  readonly from: number
  readonly weights: readonly number[]
}

/**
 * An 8-bit raster at exactly width x height. Downwards each new pixel is the mean of the area that it
 * covers and of nothing else, so that what lies under a mask never reaches a pixel beside it; upwards
 * bilinear, pixel centres aligned. Colours are weighted by alpha.
 */
export function resize(image: Raster, width: number, height: number): Raster {
  if (image.data instanceof Uint16Array) {
    throw new PixelloomError('internal', 'Only 8-bit rasters can be scaled.')
  }
  if (width === image.width && height === image.height) return { ...image, data: image.data.slice() }
  const columns = tapsOf(image.width, width)
  const rows = tapsOf(image.height, height)
  const { channels } = image
  const alpha = channels === 2 || channels === 4
  const data = new Uint8Array(width * height * channels)
  const sums = new Float64Array(image.width * channels)
  rows.forEach((row, y) => {
    sums.fill(0)
    row.weights.forEach((weight, k) => addRow(sums, image, row.from + k, weight, alpha))
    writeRow(data.subarray(y * width * channels, (y + 1) * width * channels), sums, columns, channels, alpha)
  })
  return { ...image, width, height, data }
}

/** Adds a weighted row of pixels, colours multiplied by alpha (0..1) where there is one. */
function addRow(sums: Float64Array, image: Raster, y: number, weight: number, alpha: boolean): void {
  const { channels, data } = image
  const start = y * image.width * channels
  if (!alpha) {
    for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] ?? 0) + weight * (data[start + i] ?? 0)
    return
  }
  for (let i = 0; i < sums.length; i += channels) {
    const last = i + channels - 1
    const opacity = data[start + last] ?? 0
    for (let c = i; c < last; c++) {
      sums[c] = (sums[c] ?? 0) + (weight * (data[start + c] ?? 0) * opacity) / 255
    }
    sums[last] = (sums[last] ?? 0) + weight * opacity
  }
}

function writeRow(
  out: Uint8Array,
  sums: Float64Array,
  columns: readonly Taps[],
  channels: number,
  alpha: boolean,
): void {
  const pixel = new Float64Array(channels)
  columns.forEach(({ from, weights }, x) => {
    pixel.fill(0)
    weights.forEach((weight, k) => {
      for (let c = 0; c < channels; c++) {
        pixel[c] = (pixel[c] ?? 0) + weight * (sums[(from + k) * channels + c] ?? 0)
      }
    })
    const opacity = alpha ? (pixel[channels - 1] ?? 0) / 255 : 1
    for (let c = 0; c < channels; c++) {
      const isAlpha = alpha && c === channels - 1
      const value = isAlpha || opacity === 0 ? (pixel[c] ?? 0) : (pixel[c] ?? 0) / opacity
      out[x * channels + c] = Math.min(255, Math.round(value))
    }
  })
}

/**
 * The old pixels [from, to) that new pixel `index` of `after` covers, whole or in part, when `before` pixels
 * are scaled down to them. Exact: quotients of integers never round to the next integer.
 */
export function covered(index: number, before: number, after: number): { from: number; to: number } {
  return {
    from: Math.floor((index * before) / after),
    to: Math.ceil(((index + 1) * before) / after),
  }
}

function tapsOf(before: number, after: number): Taps[] {
  return Array.from({ length: after }, (_, i) =>
    after < before ? areaTaps(i, before, after) : linearTaps(i, before, after),
  )
}

function areaTaps(index: number, before: number, after: number): Taps {
  const { from, to } = covered(index, before, after)
  // In units of 1 / after of an old pixel, where all edges are integers.
  const weights = Array.from({ length: to - from }, (_, k) => {
    const end = Math.min((index + 1) * before, (from + k + 1) * after)
    return (end - Math.max(index * before, (from + k) * after)) / before
  })
  return { from, weights }
}

function linearTaps(index: number, before: number, after: number): Taps {
  const centre = Math.min(before - 1, Math.max(0, ((index + 0.5) * before) / after - 0.5))
  const from = Math.min(before - 1, Math.floor(centre))
  const share = centre - from
  return share === 0 ? { from, weights: [1] } : { from, weights: [1 - share, share] }
}
