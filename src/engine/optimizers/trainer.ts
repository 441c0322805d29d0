import { failure, type PixelloomError } from '../../shared/errors'
import type { OptimizerName } from '../../shared/training'
import type { FlatWeights } from '../models/weights'
import { clippingScale } from './clipping'

export interface TrainerOptions {
  readonly learningRate: number
  /**
   * The largest norm of the gradient of mean nats an image that is let through; longer ones are
   * shortened to it. Where left out: one nat a dimension, H W C, many times what training shows after
   * its first steps. Both optimizers divide by the gradient's own size, so a limit that always holds changes
   * nothing; it is there for the one batch that would throw the weights far off. 0 lets all through.
   */
  readonly clipNorm?: number
  /** RMSProp where left out, as in the paper (section 5.1). */
  readonly optimizer?: OptimizerName
  /** What an average of the weights keeps of itself at each step, 0 to below 1; without it there is none. */
  readonly average?: number
  /** The most images that are worked on at once (parts.ts); all of a batch where left out. */
  readonly microBatch?: number
}

export interface TrainingStep {
  /** Mean nats an image of the batch, before the step. */
  readonly nats: number
  /** Norm of its gradient by all weights, before clipping. */
  readonly gradientNorm: number
}

/** Weights in training, with the optimizer's state. Keeps no tfjs tensors between steps. */
export interface Trainer {
  /** May be changed between steps. */
  learningRate: number
  /**
   * One step on the mean nats of `batch` images [batch, height, width, C] of levels. `diverged` where loss or
   * gradient is no longer a number, the weights being then as before the step; or where the weights after
   * it are not all numbers, and the training is lost. Of a network with a conditioner that is trained, and nothing
   * else: on the nats of the pixels with a 1 in `unknown` [batch, height, width].
   */
  step(
    pixels: Uint8Array | Float32Array,
    batch: number,
    height: number,
    width: number,
    unknown?: Uint8Array,
  ): Promise<TrainingStep>
  /** A copy of the weights. */
  weights(): Promise<FlatWeights>
  /** A copy of their average, or of the weights themselves where none is kept: what is judged and used. */
  averaged(): Promise<FlatWeights>
  /** A copy of all that is needed to go on, besides the weights: the optimizer's state and the average. */
  state(): Promise<Map<string, Float32Array>>
  /** Takes up the state after `steps` steps; `model-damaged` where it doesn't fit. */
  restore(state: ReadonlyMap<string, Float32Array>, steps: number): void
  /** Bytes that work on so many images at once takes besides weights and images; undefined where that is not known before. */
  memoryFor(batch: number, height: number, width: number): number | undefined
  /** Gives its memory back; weights and state can still be had. */
  dispose(): void
}

/** The largest norm that is let through, 0 for any; `dimensions` are an image's, H W C. */
export function normLimit({ clipNorm }: TrainerOptions, dimensions: number): number {
  return clipNorm ?? dimensions
}

/** What to multiply a gradient of this norm by. */
export function stepScale(norm: number, options: TrainerOptions, dimensions: number): number {
  const limit = normLimit(options, dimensions)
  return limit > 0 ? clippingScale(norm, limit) : 1
}

export function diverged(
  what: 'loss' | 'weight',
  { learningRate }: { learningRate: number },
): PixelloomError {
  const rate = String(learningRate)
  return what === 'loss'
    ? failure('training.lossNoNumber', { rate })
    : failure('training.weightNoNumber', { rate })
}
