import { PixelloomError } from '../../shared/errors'
import type { Raster } from '../host'

/**
 * What each new row or column takes from the old ones: `weights[starts[i] + k]` of number `from[i] + k`, up to
 * `starts[i + 1]`. The weights of one sum to 1.
 */
interface Taps {
  readonly from: Uint32Array
  readonly starts: Uint32Array
  readonly weights: Float64Array
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
  for (let y = 0; y < height; y++) {
    sums.fill(0)
    const start = rows.starts[y] ?? 0
    for (let k = start; k < (rows.starts[y + 1] ?? 0); k++) {
      addRow(sums, image, (rows.from[y] ?? 0) + k - start, rows.weights[k] ?? 0, alpha)
    }
    const row = data.subarray(y * width * channels, (y + 1) * width * channels)
    if (alpha) writeRowWithAlpha(row, sums, columns, channels)
    else writeRow(row, sums, columns, channels)
  }
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

/** One new row from the weighted sum of old ones. Plain loops: these run for every pixel of a photo. */
function writeRow(out: Uint8Array, sums: Float64Array, columns: Taps, channels: number): void {
  const { from, starts, weights } = columns
  for (let x = 0, to = 0; x < from.length; x++) {
    const [first, end] = [starts[x] ?? 0, starts[x + 1] ?? 0]
    for (let c = 0; c < channels; c++, to++) {
      let value = 0
      let at = (from[x] ?? 0) * channels + c
      for (let k = first; k < end; k++, at += channels) value += (weights[k] ?? 0) * (sums[at] ?? 0)
      out[to] = Math.min(255, Math.round(value))
    }
  }
}

/** The same where the last channel is alpha and the colours have been multiplied by it. */
function writeRowWithAlpha(out: Uint8Array, sums: Float64Array, columns: Taps, channels: number): void {
  const pixel = new Float64Array(channels)
  const { from, starts, weights } = columns
  for (let x = 0, to = 0; x < from.length; x++) {
    pixel.fill(0)
    let at = (from[x] ?? 0) * channels
    for (let k = starts[x] ?? 0; k < (starts[x + 1] ?? 0); k++) {
      for (let c = 0; c < channels; c++, at++)
        pixel[c] = (pixel[c] ?? 0) + (weights[k] ?? 0) * (sums[at] ?? 0)
    }
    const alpha = pixel[channels - 1] ?? 0
    const opacity = alpha === 0 ? 1 : alpha / 255
    for (let c = 0; c < channels - 1; c++) out[to++] = Math.min(255, Math.round((pixel[c] ?? 0) / opacity))
    out[to++] = Math.round(alpha)
  }
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

function tapsOf(before: number, after: number): Taps {
  const from = new Uint32Array(after)
  const starts = new Uint32Array(after + 1)
  const weights: number[] = []
  for (let i = 0; i < after; i++) {
    const { first, shares } = after < before ? areaShares(i, before, after) : linearShares(i, before, after)
    from[i] = first
    for (const share of shares) weights.push(share)
    starts[i + 1] = weights.length
  }
  return { from, starts, weights: Float64Array.from(weights) }
}

interface Shares {
  readonly first: number
  readonly shares: readonly number[]
}

function areaShares(index: number, before: number, after: number): Shares {
  const { from, to } = covered(index, before, after)
  // In units of 1 / after of an old pixel, where all edges are integers.
  const shares = Array.from({ length: to - from }, (_, k) => {
    const end = Math.min((index + 1) * before, (from + k + 1) * after)
    return (end - Math.max(index * before, (from + k) * after)) / before
  })
  return { first: from, shares }
}

function linearShares(index: number, before: number, after: number): Shares {
  const centre = Math.min(before - 1, Math.max(0, ((index + 0.5) * before) / after - 0.5))
  const first = Math.min(before - 1, Math.floor(centre))
  const share = centre - first
  return { first, shares: share === 0 ? [1] : [1 - share, share] }
}
