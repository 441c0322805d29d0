import { failure, PixelloomError } from '../../shared/errors'
import { imageNats } from '../likelihood/nats'
import type { Network, Weights } from '../models/network'
import { onDevice } from '../plans/activeDevice'
import { RandomStream } from '../random/stream'
import type { DrawHooks, DrawnImage, DrawRequest } from '../sampling/drawImages'
import { turn } from '../sampling/turn'
import { particleFilter, pixelKinds } from './particleFilter'
import { choose, effectiveSize, logMean, resample, shares } from './resampling'

/** Most pictures that are drawn side by side: their features have to fit into memory. */
const mostPictures = 256
/** Resampled where the weights of this share of the particles have come to nothing. */
const leastEffective = 0.5

/** All particles of one completion. */
export interface Particles {
  /** Pictures [particles][height * width * C]. */
  readonly pictures: readonly Uint8Array[]
  /**
   * The log of each one's weight: with all known pixels counted, and such that their mean is an unbiased estimate of
   * the probability of the known pixels that follow the first unknown one, given those before.
   */
  readonly logWeights: readonly number[]
}

export interface ParticleRequest extends DrawRequest {
  /** Partial completions that stand for one completion. */
  readonly particles: number
  /**
   * What is added to the logits says what is wanted (nearLogits), not what follows: then the particles come to the
   * model so tilted, given the known pixels, and drawing from it is no debt that their weights would have to pay back.
   */
  readonly tilted?: boolean
}

/**
 * Sequential Monte Carlo over the completions of a picture (Doucet and Johansen 2009; section 2.1 of the paper for
 * what is drawn): particles are drawn pixel by pixel, from the model or from what `added` makes of it, weighed by how
 * likely the known pixels are that follow, and systematically resampled after a row where few weigh anything. What was
 * drawn with an eye on what follows is weighed in the end only: in between, particles that prepare for it would weigh
 * less than those that don't. Each of
 * `count` completions has particles of its own, so that they differ.
 *
 * Errors as drawImages; `unsupported` for a Multi-Scale model.
 */
export async function weighParticles(
  network: Network,
  weights: Weights,
  request: ParticleRequest,
  hooks: DrawHooks = {},
): Promise<Particles[]> {
  if (network.multiScale) throw failure('models.noParticles', {}, 'inference')
  const { count, particles, height, width, known } = request
  const pictures = known.length / (height * width * network.configuration.channels)
  const together = Math.max(1, Math.floor(mostPictures / particles))
  const found: Particles[] = []
  for (let from = 0; from < count; from += together) {
    const part = partOf({ ...request, pictures }, from, Math.min(count, from + together))
    const once = { ...hooks, ...(hooks.onRow && { onRow: toldOnce(hooks.onRow) }) }
    const weigh = (): Promise<Particles[]> => weighSome(network, weights, part, once)
    // Particles that were on a lost card are drawn again from the first.
    found.push(...(await onDevice(weigh, weigh)))
  }
  return found
}

/** Tells of each row the first time alone. */
function toldOnce(onRow: NonNullable<DrawHooks['onRow']>): typeof onRow {
  const told = new Set<string>()
  return (variant, row, levels) => {
    const key = `${variant} ${row}`
    if (!told.has(key)) onRow(variant, row, levels)
    told.add(key)
  }
}

/** The completions [from, to) of a request. */
function partOf(
  request: ParticleRequest & { readonly pictures: number },
  from: number,
  to: number,
): ParticleRequest {
  const { known, count, added, firstVariant = 0, pictures } = request
  if (from === 0 && to === count) return request
  const share = <T extends Uint8Array | Float32Array>(values: T, sets: number): T => {
    const length = values.length / sets
    return (sets === 1 ? values : values.subarray(from * length, to * length)) as T
  }
  return {
    ...{ ...request, count: to - from, firstVariant: firstVariant + from },
    known: share(known, pictures),
    ...(added && {
      added: { sets: added.sets === 1 ? 1 : to - from, values: share(added.values, added.sets) },
    }),
  }
}

async function weighSome(
  network: Network,
  weights: Weights,
  request: ParticleRequest,
  { onRow, breathe = turn, signal }: DrawHooks,
): Promise<Particles[]> {
  const {
    height,
    width,
    unknown,
    count: islands,
    particles,
    seed,
    firstVariant = 0,
    tilted = false,
  } = request
  const looksAhead = request.added !== undefined && !tilted
  const kinds = kindsOf(unknown, { height, width, reachRows: network.reachRows })
  const [first, last] = [kinds.indexOf(pixelKinds.drawn), kinds.findLastIndex((kind) => kind !== 0)]
  const count = islands * particles
  const filter = particleFilter(network, weights, {
    ...request,
    ...{ kinds, count, firstVariant: firstVariant * particles, tilted },
  })
  const stream = new RandomStream(seed, 'resample')
  /** Of each picture: what its weight was when its island was last resampled. */
  const before = new Float64Array(count)
  /** Of each island: log of the product of mean weights at each resampling. */
  const evidence = new Float64Array(islands)
  const ownWeights = (island: number): number[] => {
    const all = filter.logWeights()
    const from = island * particles
    return Array.from({ length: particles }, (_, j) => (all[from + j] ?? NaN) - (before[from + j] ?? NaN))
  }

  const firstRow = Math.floor(first / width)
  let next = Math.max(0, firstRow - network.reachRows)
  const lastRow = Math.floor(last / width)
  for (let row = firstRow; row <= lastRow; row++) {
    await breathe()
    if (signal?.aborted) throw new PixelloomError('cancelled', 'Drawing was cancelled.')
    await filter.run(next, row + 1)
    next = row + 1
    for (let island = 0; island < islands; island++) {
      const from = island * particles
      const own = ownWeights(island)
      if (onRow && unknown.subarray(row * width, (row + 1) * width).includes(1)) {
        onRow(firstVariant + island, row, filter.row(from + own.indexOf(Math.max(...own)), row))
      }
      if (row === lastRow || looksAhead || effectiveSize(own) >= leastEffective * particles) continue
      const u = stream.uniform(firstVariant + island, row)
      resample(shares(own), u).forEach((source, place) => {
        if (source !== place) filter.copy(from + source, from + place)
      })
      evidence[island] = (evidence[island] ?? 0) + logMean(own)
      before.set(filter.logWeights().subarray(from, from + particles), from)
    }
  }
  return Array.from({ length: islands }, (_, island) => ({
    pictures: Array.from({ length: particles }, (_picture, j) => filter.picture(island * particles + j)),
    logWeights: ownWeights(island).map((weight) => weight + (evidence[island] ?? NaN)),
  }))
}

/** Completions by particles: of each one's particles one, drawn by their weights. */
export async function drawParticles(
  network: Network,
  weights: Weights,
  request: ParticleRequest,
  hooks: DrawHooks = {},
): Promise<DrawnImage[]> {
  const { height, width, seed, firstVariant = 0 } = request
  const found = await weighParticles(network, weights, request, hooks)
  const stream = new RandomStream(seed, 'resample')
  const chosen = found.map(({ pictures, logWeights }, i) => {
    const u = stream.uniform(firstVariant + i, height)
    return pictures[choose(shares(logWeights), u)] ?? new Uint8Array()
  })
  const pixels = new Uint8Array(chosen.length * (chosen[0]?.length ?? 0))
  chosen.forEach((levels, i) => pixels.set(levels, i * levels.length))
  const nats = await imageNats(network, weights, { pixels, count: chosen.length, height, width })
  return chosen.map((levels, i) => ({ variant: firstVariant + i, levels, nats: nats[i] ?? NaN }))
}

/** What to do with each pixel: of those after the first unknown one, known ones count as far as an unknown one matters. */
function kindsOf(
  unknown: Uint8Array,
  { height, width, reachRows }: { height: number; width: number; reachRows: number },
): Uint8Array {
  const first = unknown.indexOf(1)
  const lastRow = Math.min(height - 1, Math.floor(unknown.lastIndexOf(1) / width) + reachRows)
  return unknown.map((isUnknown, cell) => {
    if (isUnknown === 1) return pixelKinds.drawn
    return cell > first && cell < (lastRow + 1) * width ? pixelKinds.judged : pixelKinds.known
  })
}
