import type { ModelCheck } from '../../shared/jobs'
import type { ModelConfiguration } from '../../shared/model/configuration'
import { composedNats } from '../likelihood/nats'
import type { Network, Weights } from '../models/network'
import { disposeTensors, type FlatWeights, initialWeights, toTensors } from '../models/weights'
import { RandomStream } from '../random/stream'
import { drawImages } from '../sampling/drawImages'
import { eitherReach, measuredReach, randomImage } from './measuredReach'
import { type ImageShape, positionOf } from './positions'
import { type ReachMap, reachMap, sizeOfSet } from './reachMap'
import { copiedValues, drawingOrder, isCopied, natsOfValues, scalesOf } from './scales'

/** What the checks run on: the network as it computes, with the weights as they are on disk. */
export interface Subject {
  readonly network: Network
  readonly weights: Weights
  readonly flat: FlatWeights
  /** Awaited often; it ends the checks by throwing. */
  readonly breathe: () => Promise<void>
}

/** Odd and not square, so that a transposed axis or an even kernel shows. */
const sizes: Readonly<Record<1 | 3, { height: number; width: number }>> = {
  1: { height: 7, width: 9 },
  3: { height: 5, width: 7 },
}

/** Largest relative error of 32-bit sums in another order. */
export const tolerance = 1e-4

/** Random images for a model's own weights, and at most so many random weights for its definition. */
const images = 2
const probes = 8

export function shapeOf({ channels }: ModelConfiguration): ImageShape {
  return { ...sizes[channels], channels }
}

const inWords = ({ height, width }: ImageShape): string => `${height} x ${width}`

/**
 * The gradient of every logit by its own and every later value is exactly zero, with the model's own weights. For a
 * large network the small image comes before everything.
 */
export async function checkNoLeak(subject: Subject): Promise<ModelCheck> {
  const shape = shapeOf(subject.network.configuration)
  let used = 0
  for (const { network, weightsOf, words } of scalesOf(subject.network)) {
    const weights = weightsOf(subject.weights)
    const copied = copiedValues(network, shape)
    for (let seed = 1; seed <= images; seed++) {
      const map = await measuredReach(network, weights, shape, seed, subject.breathe)
      for (const [value, seen] of map.entries()) {
        if (isCopied(network, value, shape)) continue
        const later = (seen & ~copied) >> BigInt(value)
        if (later !== 0n) {
          const leak = value + lowestBit(later)
          const place = positionOf(value, shape)
          const what = leak === value ? 'itself' : `(${positionOf(leak, shape)}), which comes later`
          const sentence = `The logits${words} at (${place}) of a ${inWords(shape)} image change with ${what}.`
          return { name: 'no-leak', state: 'failed', sentence, subject: place }
        }
      }
      used = Math.max(
        used,
        map.reduce((sum, seen) => sum + sizeOfSet(seen), 0),
      )
    }
  }
  const sentence = `No logit of a ${inWords(shape)} image changes with its own or a later value; ${used} paths from earlier ones were seen.`
  return { name: 'no-leak', state: 'passed', sentence }
}

/**
 * The network reaches exactly what its definition says, both ways. On random weights of a wide network of the
 * same architecture and depth: a model's own may have learned to look away from something. What a large network
 * sees of the small image is not looked at: all of that may be seen.
 */
export async function checkReach(
  configuration: ModelConfiguration,
  networkOf: (configuration: ModelConfiguration) => Network,
  breathe: () => Promise<void>,
): Promise<ModelCheck> {
  const shape = shapeOf(configuration)
  const wide = { levels: 2, hidden: 15, outputFeatures: 30 }
  const small = configuration.small && { small: { ...configuration.small, ...wide } }
  const probe = networkOf({ ...configuration, ...wide, ...small })
  let count = 0
  for (const { network, weightsOf, words } of scalesOf(probe)) {
    const copied = copiedValues(network, shape)
    const expected = reachMap(network.configuration, shape).map((seen, value) =>
      isCopied(network, value, shape) ? 0n : seen & ~copied,
    )
    let found: ReachMap = expected.map(() => 0n)
    // What is seen once is reached; what is never seen may need other weights to show.
    const isWhole = (): boolean => expected.every((wanted, value) => found[value] === wanted)
    for (let seed = 1; seed <= probes && (seed <= 2 || !isWhole()); seed++) {
      const weights = toTensors(probe, probeWeights(probe, seed))
      try {
        const measured = await measuredReach(network, weightsOf(weights), shape, seed, breathe)
        const counted = measured.map((seen, value) => (isCopied(network, value, shape) ? 0n : seen & ~copied))
        found = eitherReach(found, counted)
      } finally {
        disposeTensors(weights)
      }
    }
    for (const [value, wanted] of expected.entries()) {
      const has = found[value] ?? 0n
      if (has === wanted) continue
      const other = lowestBit(has ^ wanted)
      const lost = ((wanted >> BigInt(other)) & 1n) === 1n
      const [from, to] = [positionOf(value, shape), positionOf(other, shape)]
      const { architecture } = network.configuration
      const sentence = lost
        ? `The logits${words} at (${from}) do not depend on (${to}), which the ${architecture} should reach.`
        : `The logits${words} at (${from}) depend on (${to}), which the ${architecture} should not reach.`
      return { name: 'reach', state: 'failed', sentence, subject: from }
    }
    count += expected.reduce((sum, seen) => sum + sizeOfSet(seen), 0)
  }
  const sentence = `Each logit of a ${inWords(shape)} image reaches exactly the values that ${configuration.layers} layers of a ${configuration.architecture} should: ${count} paths, none lost, none too many.`
  return { name: 'reach', state: 'passed', sentence }
}

/**
 * Random weights with random vectors too: zeros for biases and initial states could hide a path. Above zero, since
 * ReLUs that are shut would.
 */
function probeWeights(network: Network, seed: number): FlatWeights {
  const weights = initialWeights(network, seed)
  const stream = new RandomStream(seed, 'draw')
  network.parameters.forEach(({ name, shape }, i) => {
    if (shape.length > 1) return
    const values = stream.fillNormal(new Float32Array(shape[0] ?? 0), i)
    weights.set(
      name,
      values.map((value) => Math.abs(value) / 2),
    )
  })
  return weights
}

function lowestBit(set: bigint): number {
  let bit = 0
  while (((set >> BigInt(bit)) & 1n) === 0n) bit++
  return bit
}

/** Most images of one enumeration. */
const mostImages = 512

/**
 * Probabilities sum to one: over all images of a tiny size, or where those are too many, over all values of the
 * last few pixels, whose probabilities must then sum to that of what comes before.
 */
export async function checkSum({ network, weights, breathe }: Subject): Promise<ModelCheck> {
  const { channels, levels } = network.configuration
  let worst = 0
  const told: string[] = []
  const tiny: readonly (readonly [height: number, width: number])[] = [
    [1, 2],
    [2, 1],
    [2, 3],
    // Two rows of the small image.
    ...(network.multiScale ? [[network.multiScale.factor + 1, 1] as const] : []),
  ]
  for (const [height, width] of tiny) {
    const values = height * width * channels
    const free = Math.min(values, Math.floor(Math.log(mostImages) / Math.log(levels)))
    const count = levels ** free
    const shape = { height, width, channels }
    // The last to be drawn: what comes before them doesn't depend on them.
    const order = drawingOrder(network, shape)
    const freed = order.slice(values - free)
    const before = randomImage(values, levels, 5)
    for (const value of freed) before[value] = 0
    const pixels = new Uint8Array(count * values)
    for (let n = 0; n < count; n++) {
      pixels.set(before, n * values)
      for (let i = 0, rest = n; i < free; i++, rest = Math.floor(rest / levels)) {
        pixels[n * values + (freed[i] ?? 0)] = rest % levels
      }
    }
    const nats = await natsOfValues(network, weights, before, shape)
    const base = order.slice(0, values - free).reduce((sum, value) => sum + (nats[value] ?? NaN), 0)
    let sum = 0
    for (let first = 0; first < count; first += 64) {
      await breathe()
      const some = Math.min(64, count - first)
      const part = pixels.subarray(first * values, (first + some) * values)
      const whole = await composedNats(network, weights, { pixels: part, count: some, height, width })
      for (const value of whole) sum += Math.exp(base - value)
    }
    worst = Math.max(worst, Math.abs(sum - 1))
    told.push(`${count} images of ${height} x ${width}`)
    if (!(Math.abs(sum - 1) <= tolerance * Math.max(1, base))) {
      const of = free < values ? ' that begin alike, of their share,' : ''
      const sentence = `The probabilities of all ${count} images of ${height} x ${width}${of} sum to ${sum}, not to one.`
      return { name: 'sums-to-one', state: 'failed', sentence, subject: `${height} x ${width}` }
    }
  }
  const sentence = `Probabilities sum to one over ${told.join(', ')}; the worst is off by ${worst.toExponential(1)}.`
  return { name: 'sums-to-one', state: 'passed', sentence }
}

/** What is drawn keeps every known pixel, and has the likelihood that one pass over it gives. */
export async function checkDrawing({ network, weights, breathe }: Subject): Promise<ModelCheck> {
  const { channels, levels } = network.configuration
  const [height, width, count] = [4, 5, 2]
  const known = randomImage(height * width * channels, levels, 6)
  const unknown = Uint8Array.from({ length: height * width }, (_, i) => (i >= 7 && i % 3 !== 0 ? 1 : 0))
  const drawn = await drawImages(
    network,
    weights,
    { height, width, known, unknown, count, seed: 1, temperature: 1, topP: 1 },
    { breathe },
  )
  for (const image of drawn) {
    const changed = image.levels.findIndex(
      (level, i) => unknown[Math.floor(i / channels)] === 0 && level !== known[i],
    )
    if (changed >= 0) {
      const subject = positionOf(changed, { height, width, channels })
      const sentence = `Drawing changed the known pixel at (${subject}).`
      return { name: 'drawing', state: 'failed', sentence, subject }
    }
    const [nats = NaN] = await composedNats(network, weights, {
      pixels: image.levels,
      count: 1,
      height,
      width,
    })
    if (!(Math.abs(image.nats - nats) <= tolerance * Math.max(1, nats))) {
      const sentence = `An image has ${image.nats} nats as it is drawn, and ${nats} when it is evaluated.`
      return { name: 'drawing', state: 'failed', sentence }
    }
  }
  const sentence = 'Known pixels stay as they are, and what is drawn has the nats that evaluating gives it.'
  return { name: 'drawing', state: 'passed', sentence }
}
