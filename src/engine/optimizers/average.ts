import type { FlatWeights } from '../models/weights'
import { fittingState } from './optimizer'

/**
 * An exponential moving average of the weights (Polyak averaging): steadier than the weights themselves,
 * and mostly more likely to be right, so that it is what is judged and kept.
 *
 *     a <- a + (1 - d_t) (w - a),    d_t = min(decay, (1 + t) / (10 + t))
 *
 * The smaller decay of the first steps t forgets the random weights that training began with.
 */
export class WeightAverage {
  private readonly values: FlatWeights

  /** Begins as a copy of `weights`. `decay`: what is kept of the average at each step, 0 to below 1. */
  constructor(
    weights: ReadonlyMap<string, Float32Array>,
    private readonly decay: number,
  ) {
    this.values = copyOf(weights)
  }

  /** Takes in the weights after step `step`, counted from 1. */
  add(weights: ReadonlyMap<string, Float32Array>, step: number): void {
    const share = averageShare(this.decay, step)
    for (const [name, average] of this.values) {
      const values = weights.get(name) ?? average
      for (let i = 0; i < average.length; i++) {
        const a = average[i] ?? 0
        average[i] = a + share * ((values[i] ?? 0) - a)
      }
    }
  }

  /** A copy. */
  weights(): FlatWeights {
    return copyOf(this.values)
  }

  /** Takes up a saved average; `model-damaged` where it doesn't fit. */
  restore(saved: ReadonlyMap<string, Float32Array>): void {
    for (const [name, values] of this.values) {
      this.values.set(name, fittingState(name, saved.get(name) ?? new Float32Array(), values))
    }
  }
}

/** How far the average goes towards the weights after step `step`, counted from 1: 1 - d_t. */
export function averageShare(decay: number, step: number): number {
  return 1 - Math.min(decay, (1 + step) / (10 + step))
}

export function copyOf(weights: ReadonlyMap<string, Float32Array>): FlatWeights {
  return new Map([...weights].map(([name, values]) => [name, values.slice()]))
}
