import { failure, type PixelloomError } from '../../shared/errors'
import type { FlatWeights } from '../models/weights'
import { fittingState, type Optimizer } from './optimizer'

export interface AdamOptions {
  readonly learningRate: number
  /** How much of the mean gradient is kept at each step. */
  readonly decay?: number
  /** How much of the mean square is kept at each step. */
  readonly squareDecay?: number
  readonly epsilon?: number
}

/** Running means of a parameter's gradient and of its square. */
interface Moments {
  readonly mean: Float32Array
  readonly square: Float32Array
}

export const adamDefaults = { decay: 0.9, squareDecay: 0.999, epsilon: 1e-8 } as const

/** What begins the names of the two arrays of a parameter in a saved state. */
export const [meanPrefix, squarePrefix] = ['mean/', 'square/'] as const

/**
 * Adam (Kingma and Ba 2015, algorithm 1), without weight decay:
 *
 *     m <- b1 m + (1 - b1) g;    s <- b2 s + (1 - b2) g^2
 *     w <- w - rate / (1 - b1^t) m / (sqrt(s / (1 - b2^t)) + epsilon)
 *
 * Equal to torch.optim.Adam with its defaults.
 */
export class Adam implements Optimizer {
  learningRate: number
  private readonly decay: number
  private readonly squareDecay: number
  private readonly epsilon: number
  private readonly moments = new Map<string, Moments>()
  private steps = 0

  constructor({
    learningRate,
    decay = adamDefaults.decay,
    squareDecay = adamDefaults.squareDecay,
    epsilon = adamDefaults.epsilon,
  }: AdamOptions) {
    this.learningRate = learningRate
    this.decay = decay
    this.squareDecay = squareDecay
    this.epsilon = epsilon
  }

  step(weights: FlatWeights, gradients: ReadonlyMap<string, Float32Array>, scale = 1): void {
    this.steps += 1
    const { decay, squareDecay, epsilon } = this
    const rate = this.learningRate / (1 - decay ** this.steps)
    const squareScale = 1 / Math.sqrt(1 - squareDecay ** this.steps)
    for (const [name, gradient] of gradients) {
      const values = weights.get(name)
      if (!values) continue
      const { mean, square } = this.momentsOf(name, values.length)
      for (let i = 0; i < values.length; i++) {
        const g = (gradient[i] ?? 0) * scale
        const m = decay * (mean[i] ?? 0) + (1 - decay) * g
        const s = squareDecay * (square[i] ?? 0) + (1 - squareDecay) * g * g
        mean[i] = m
        square[i] = s
        values[i] = (values[i] ?? 0) - (rate * m) / (Math.sqrt(s) * squareScale + epsilon)
      }
    }
  }

  state(): Map<string, Float32Array> {
    const state = new Map<string, Float32Array>()
    for (const [name, { mean, square }] of this.moments) {
      state.set(meanPrefix + name, mean.slice())
      state.set(squarePrefix + name, square.slice())
    }
    return state
  }

  restore(state: ReadonlyMap<string, Float32Array>, weights: FlatWeights, steps: number): void {
    this.moments.clear()
    this.steps = steps
    for (const [key, mean] of state) {
      if (key.startsWith(squarePrefix) && state.has(meanPrefix + key.slice(squarePrefix.length))) continue
      const name = key.slice(meanPrefix.length)
      const square = key.startsWith(meanPrefix) ? state.get(squarePrefix + name) : undefined
      if (!square) throw halfState(key)
      const parameter = weights.get(name)
      this.moments.set(name, {
        mean: fittingState(key, mean, parameter),
        square: fittingState(squarePrefix + name, square, parameter),
      })
    }
  }

  private momentsOf(name: string, length: number): Moments {
    const found = this.moments.get(name)
    if (found) return found
    const made = { mean: new Float32Array(length), square: new Float32Array(length) }
    this.moments.set(name, made)
    return made
  }
}

function halfState(key: string): PixelloomError {
  return failure('training.notAdam', { name: key }, key)
}
