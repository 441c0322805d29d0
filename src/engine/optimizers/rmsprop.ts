import type { FlatWeights } from '../models/weights'
import { fittingState, type Optimizer } from './optimizer'

export interface RmsPropOptions {
  readonly learningRate: number
  /** How much of the mean square is kept at each step. */
  readonly decay?: number
  readonly epsilon?: number
}

export const rmsPropDefaults = { decay: 0.99, epsilon: 1e-8 } as const

/**
 * RMSProp, uncentred and without momentum (section 5.1 of the paper; Hinton's lecture 6e):
 *
 *     s <- decay s + (1 - decay) g^2;    w <- w - rate g / (sqrt(s) + epsilon)
 *
 * Equal to torch.optim.RMSprop with its defaults. Works on flat arrays in place: the weights are few
 * beside the activations, so that no runtime would be faster.
 */
export class RmsProp implements Optimizer {
  learningRate: number
  private readonly decay: number
  private readonly epsilon: number
  /** The running mean of each gradient's square, by parameter. */
  private readonly meanSquares = new Map<string, Float32Array>()

  constructor({
    learningRate,
    decay = rmsPropDefaults.decay,
    epsilon = rmsPropDefaults.epsilon,
  }: RmsPropOptions) {
    this.learningRate = learningRate
    this.decay = decay
    this.epsilon = epsilon
  }

  step(weights: FlatWeights, gradients: ReadonlyMap<string, Float32Array>, scale = 1): void {
    for (const [name, gradient] of gradients) {
      const values = weights.get(name)
      if (!values) continue
      let squares = this.meanSquares.get(name)
      if (!squares) this.meanSquares.set(name, (squares = new Float32Array(values.length)))
      for (let i = 0; i < values.length; i++) {
        const g = (gradient[i] ?? 0) * scale
        const square = this.decay * (squares[i] ?? 0) + (1 - this.decay) * g * g
        squares[i] = square
        values[i] = (values[i] ?? 0) - (this.learningRate * g) / (Math.sqrt(square) + this.epsilon)
      }
    }
  }

  state(): Map<string, Float32Array> {
    return new Map([...this.meanSquares].map(([name, squares]) => [name, squares.slice()]))
  }

  restore(state: ReadonlyMap<string, Float32Array>, weights: FlatWeights): void {
    this.meanSquares.clear()
    for (const [name, squares] of state) {
      this.meanSquares.set(name, fittingState(name, squares, weights.get(name)))
    }
  }
}
