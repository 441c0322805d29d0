import type { Network, Weights } from '../models/network'
import { RandomStream } from '../random/stream'
import { Canvas } from '../sampling/canvas'
import { type Drawing, drawLevel } from '../sampling/draw'
import { scales } from '../sampling/drawRaster'
import { type FilterRequest, type ParticleFilter, pixelKinds, repeated } from './particleFilter'

/** A particle filter of passes over the rows that each value depends on: what the one of kernels is held against. */
export function composedFilter(network: Network, weights: Weights, request: FilterRequest): ParticleFilter {
  const { height, width, known, kinds, count, seed, firstVariant = 0, temperature, topP } = request
  const { added, tilted = false } = request
  const { channels } = network.configuration
  const stream = new RandomStream(seed, 'draw')
  const hidden = kinds.map((kind) => (kind === pixelKinds.drawn ? 1 : 0))
  const canvas = new Canvas(
    repeated(known, count, height * width * channels),
    hidden,
    count,
    height,
    width,
    channels,
  )
  const weightsOf = new Float64Array(count)

  async function visit(row: number, column: number, kind: number): Promise<void> {
    const cell = row * width + column
    for (let channel = 0; channel < channels; channel++) {
      const logits = await canvas.logits(network, weights, row, column, channel)
      logits.forEach((values, i) => {
        if (kind === pixelKinds.judged) {
          const level = canvas.levels[(i * height * width + cell) * channels + channel] ?? 0
          weightsOf[i] = (weightsOf[i] ?? 0) + logShare(values, level, 1)
          return
        }
        const set = added ? Math.floor((i * added.sets) / count) : 0
        const from = ((set * height * width + cell) * channels + channel) * values.length
        const moved = added ? values.map((value, k) => value + (added.values[from + k] ?? 0)) : values
        const u = stream.uniform(cell, channel, firstVariant + i, scales.whole)
        const level = drawLevel(moved, u, { temperature, topP })
        canvas.set(i, row, column, channel, level)
        if (added && !tilted)
          weightsOf[i] = (weightsOf[i] ?? 0) + gain(values, moved, level, { temperature, topP })
      })
    }
  }

  return {
    async run(from, to) {
      for (let row = from; row < to; row++) {
        for (let column = 0; column < width; column++) {
          const kind = kinds[row * width + column] ?? pixelKinds.known
          if (kind !== pixelKinds.known) await visit(row, column, kind)
        }
      }
    },
    logWeights: () => weightsOf.slice(),
    copy(from, to) {
      const picture = canvas.image(from)
      const length = width * channels
      for (let row = 0; row < height; row++) {
        canvas.setRow(to, row, picture.subarray(row * length, (row + 1) * length))
      }
      weightsOf[to] = weightsOf[from] ?? NaN
    },
    row: (picture, row) => canvas.row(picture, row),
    picture: (picture) => canvas.image(picture),
  }
}

/** How much likelier a level is without what was added to its logits, at the same temperature: a log. */
function gain(own: Float32Array, moved: Float32Array, level: number, { temperature, topP }: Drawing): number {
  if (temperature === 0) return 0
  return logShare(own, level, temperature) - logShare(moved, level, temperature, topP)
}

/** log of the probability of a level at a temperature, among the likeliest that reach `topP`. */
function logShare(logits: Float32Array, level: number, temperature: number, topP = 1): number {
  const z = logits.length === 1 ? [0, logits[0] ?? 0] : [...logits]
  const largest = Math.max(...z)
  const weights = z.map((value) => Math.exp((value - largest) / temperature))
  const total = weights.reduce((sum, w) => sum + w, 0)
  let kept = total
  if (topP < 1) {
    const order = weights.map((_, v) => v).sort((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0) || a - b)
    kept = 0
    for (const v of order) {
      if (kept >= topP * total) break
      kept += weights[v] ?? 0
    }
  }
  return ((z[level] ?? 0) - largest) / temperature - Math.log(kept)
}
