import { joinBytes } from '../../src/shared/bytes'
import type { Way } from '../../src/shared/completion'
import { type HoleKind, maskOfKind } from '../../src/engine/data/randomMasks'
import { conditionerLogits } from '../../src/engine/inference/conditionerLogits'
import { chooseOrientation } from '../../src/engine/inference/chooseOrientation'
import { weighParticles } from '../../src/engine/inference/drawParticles'
import { shares } from '../../src/engine/inference/resampling'
import { imageNats } from '../../src/engine/likelihood/nats'
import type { Network, Weights } from '../../src/engine/models/network'
import { orient, orientedPixels, orientedSize, restore } from '../../src/engine/pixels/orientation'
import { activeKernels } from '../../src/engine/plans/activeKernels'
import { Canvas } from '../../src/engine/sampling/canvas'
import { drawWith } from '../../src/engine/sampling/drawImages'
import { drawIncremental } from '../../src/engine/sampling/drawIncremental'
import { drawRaster } from '../../src/engine/sampling/drawRaster'

/** What completions are compared on: the same hole in several pictures. */
export interface Holed {
  readonly height: number
  readonly width: number
  /** Levels of each picture, 0 or 1: [pictures][height * width]. */
  readonly pictures: readonly Uint8Array[]
  readonly unknown: Uint8Array
}

export interface ComparedModel {
  readonly network: Network
  readonly weights: Weights
}

/** Completions of one picture, with what share of all of them each stands for. */
export type Weighted = readonly (readonly [picture: Uint8Array, share: number])[]

/** Particles that stand for one completion: each is a picture that is drawn, so that there are fewer completions. */
const particles = 4

/** What one picture's completion came to. */
export interface Compared {
  readonly spread: Weighted
  /** As many as a person is shown, who takes the likeliest. */
  readonly shown: readonly Uint8Array[]
}

/** Completions that a person is shown. */
const shownAtOnce = 4

/** One way to complete all pictures of a hole, drawing `count` pictures for each. */
export type Complete = (holed: Holed, count: number, seed: number) => Promise<Compared[]>

/** The holes of the table: half, centre, box, strokes, scattered. */
export const holeNames = ['half', 'centre', 'box', 'strokes', 'scattered'] as const
export type HoleName = (typeof holeNames)[number]

/** A hole by its name; those that are drawn at random are told apart by `number`. */
export function holeOf(name: HoleName, number: number, height: number, width: number): Uint8Array {
  if (name === 'half')
    return Uint8Array.from({ length: height * width }, (_, i) => (i < (height / 2) * width ? 1 : 0))
  if (name === 'centre') {
    return Uint8Array.from({ length: height * width }, (_, i) => {
      const [y, x] = [Math.floor(i / width), i % width]
      return y >= height / 4 && y < (3 * height) / 4 && x >= width / 4 && x < (3 * width) / 4 ? 1 : 0
    })
  }
  return maskOfKind(name satisfies HoleKind, { height, width }, { seed: 77, visit: 0, image: number })
}

/** The ways of the table: which model completes in which. */
export function createWays(
  plain: ComparedModel,
  conditioned: ComparedModel,
  oriented: ComparedModel,
): Record<Exclude<Way, 'auto'> | 'both', Complete> {
  return {
    raster: (holed, count, seed) => drawn(plain, holed, count, seed),
    async oriented(holed, count, seed) {
      const { height, width, unknown } = holed
      const orientation = chooseOrientation(unknown, height, width)
      const from = orientedPixels(holed, orientation)
      const turned: Holed = {
        ...orientedSize(holed, orientation),
        pictures: holed.pictures.map((picture) => orient(picture, from, 1)),
        unknown: orient(unknown, from, 1),
      }
      const completions = await drawn(oriented, turned, count, seed)
      return completions.map(({ spread, shown }) => ({
        spread: spread.map(([picture, share]) => [restore(picture, from, 1), share] as const),
        shown: shown.map((picture) => restore(picture, from, 1)),
      }))
    },
    async conditioned(holed, count, seed) {
      return drawn(conditioned, holed, count, seed, await condition(conditioned, holed))
    },
    particles: (holed, count, seed) => weighed(plain, holed, count, seed),
    async both(holed, count, seed) {
      return weighed(conditioned, holed, count, seed, await condition(conditioned, holed))
    },
  }
}

/** What the conditioning network says of each picture: [pictures, height, width, 1]. */
function condition(
  { network, weights }: ComparedModel,
  { height, width, pictures, unknown }: Holed,
): Promise<Float32Array> {
  const holes = joinBytes(pictures.map(() => unknown))
  return conditionerLogits(network, weights, {
    ...{ pixels: joinBytes(pictures), count: pictures.length, height, width, unknown: holes },
  })
}

async function drawn(
  { network, weights }: ComparedModel,
  { height, width, pictures, unknown }: Holed,
  count: number,
  seed: number,
  added?: Float32Array,
): Promise<Compared[]> {
  const known = joinBytes(pictures.flatMap((picture) => Array.from({ length: count }, () => picture)))
  const all = count * pictures.length
  const canvas = new Canvas(known, unknown, all, height, width, 1)
  const kernels = activeKernels()
  const request = {
    ...{ height, width, known, unknown, count: all, seed, temperature: 1, topP: 1 },
    ...(added && { added: { sets: pictures.length, values: added } }),
  }
  // Drawing alone: what the pictures' likelihoods take is no part of it.
  await drawWith(
    kernels ? (...part) => drawIncremental(kernels, ...part) : drawRaster,
    ...([network, weights, canvas, request] as const),
  )
  return pictures.map((_, i) => {
    const own = Array.from({ length: count }, (_own, n) => canvas.image(i * count + n))
    return {
      spread: own.map((picture) => [picture, 1 / count] as const),
      shown: own.slice(0, shownAtOnce),
    }
  })
}

async function weighed(
  { network, weights }: ComparedModel,
  { height, width, pictures, unknown }: Holed,
  count: number,
  seed: number,
  added?: Float32Array,
): Promise<Compared[]> {
  const completions = Math.max(1, Math.round(count / particles))
  const weighted: Compared[] = []
  for (const [i, known] of pictures.entries()) {
    const size = added ? added.length / pictures.length : 0
    const found = await weighParticles(network, weights, {
      ...{ height, width, unknown, known, seed, temperature: 1, topP: 1, particles },
      count: completions,
      ...(added && { added: { sets: 1, values: added.subarray(i * size, (i + 1) * size) } }),
    })
    weighted.push({
      spread: found.flatMap((of) => {
        const own = shares(of.logWeights)
        return of.pictures.map((picture, j) => [picture, (own[j] ?? 0) / completions] as const)
      }),
      shown: found.slice(0, shownAtOnce).map(({ pictures: of, logWeights }) => {
        return of[logWeights.indexOf(Math.max(...logWeights))] ?? known
      }),
    })
  }
  return weighted
}

/**
 * Mean log of the probability that the marginals of some completions give to each hidden pixel's true value, in nats a
 * pixel, at most 0. A marginal is the share of the completions in which the pixel is 1, half a completion of each
 * value added, so that none is nothing.
 */
export function logScore(truth: Uint8Array, unknown: Uint8Array, completions: Weighted): number {
  const count = completions.length
  let [sum, hidden] = [0, 0]
  for (let i = 0; i < truth.length; i++) {
    if (unknown[i] !== 1) continue
    const ones = completions.reduce((total, [picture, share]) => total + share * (picture[i] ?? 0), 0)
    const p = (ones * count + 0.5) / (count + 1)
    sum += Math.log(truth[i] === 1 ? p : 1 - p)
    hidden += 1
  }
  return sum / hidden
}

/** Nats of the whole of the likeliest completion that is shown of each picture, and that completion. */
export async function chosen(
  { network, weights }: ComparedModel,
  { height, width }: Holed,
  completions: readonly Compared[],
): Promise<{ nats: number; picture: Uint8Array }[]> {
  const best: { nats: number; picture: Uint8Array }[] = []
  for (const { shown } of completions) {
    const batch = { pixels: joinBytes(shown), count: shown.length, height, width }
    const nats = [...(await imageNats(network, weights, batch))]
    const least = Math.min(...nats)
    best.push({ nats: least, picture: shown[nats.indexOf(least)] ?? new Uint8Array() })
  }
  return best
}

/** Mean and standard error. */
export function meanOf(values: readonly number[]): { mean: number; error: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, error: Math.sqrt(squares / (values.length - 1) / values.length) }
}
