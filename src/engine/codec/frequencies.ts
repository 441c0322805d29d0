import { PixelloomError } from '../../shared/errors'
import { exactExp, exactLog } from './exactMath'
import { frequencyTotal, type Part } from './rangeCoder'

/** The distribution of one value, as the coder needs it: whole frequencies, and exact nats. */
export interface Distribution {
  /** Whole numbers of at least 1 that add up to `frequencyTotal`: [levels]. */
  readonly frequencies: Float64Array
  /** The model's own -log p of a level, before rounding to frequencies. */
  readonly nats: (level: number) => number
}

/**
 * The distribution that logits [K] stand for: softmax, or for two levels Bernoulli with K = 1. What rounding
 * leaves over goes to the likeliest level (the first of equals), where it costs least. The same logits give
 * the same frequencies on every machine. `model-damaged` where logits are no numbers.
 */
export function distributionOf(logits: Float64Array, levels: number): Distribution {
  const scores = levels === 2 ? Float64Array.of(0, logits[0] ?? NaN) : logits
  let likeliest = 0
  for (let i = 1; i < levels; i++) if (at(scores, i) > at(scores, likeliest)) likeliest = i
  const largest = at(scores, likeliest)
  const frequencies = new Float64Array(levels)
  let sum = 0
  for (let i = 0; i < levels; i++) {
    const weight = exactExp(at(scores, i) - largest)
    frequencies[i] = weight
    sum += weight
  }
  // Also false for what is not a number.
  if (!(sum >= 1 && sum <= levels)) {
    const message =
      "The model's logits are too large to be numbers. Train it anew with a lower learning rate."
    throw new PixelloomError('model-damaged', message)
  }
  let rest = frequencyTotal
  for (let i = 0; i < levels; i++) {
    const frequency = 1 + Math.floor((at(frequencies, i) / sum) * (frequencyTotal - levels))
    frequencies[i] = frequency
    rest -= frequency
  }
  frequencies[likeliest] = at(frequencies, likeliest) + rest
  return { frequencies, nats: (level) => exactLog(sum) - (at(scores, level) - largest) }
}

/** Where a level lies among the frequencies. */
export function partOf({ frequencies }: Distribution, level: number): Part {
  let start = 0
  for (let i = 0; i < level; i++) start += at(frequencies, i)
  return { start, frequency: at(frequencies, level) }
}

/** The level whose part holds `target`, 0 to below `frequencyTotal`. */
export function levelAt({ frequencies }: Distribution, target: number): { level: number; part: Part } {
  let [level, start] = [0, 0]
  while (start + at(frequencies, level) <= target) start += at(frequencies, level++)
  return { level, part: { start, frequency: at(frequencies, level) } }
}

function at(values: Float64Array, index: number): number {
  return values[index] ?? NaN
}
