import { permutation } from '../random/permutation'

/**
 * Which images each training step sees. A pure function of seed and step: every epoch is a fresh
 * permutation, a remainder smaller than a batch is left out, and a resumed run needs nothing but its step.
 */
export class BatchOrder {
  readonly batch: number
  readonly stepsPerEpoch: number
  #epoch = -1
  #order: Uint32Array = new Uint32Array()

  /** `images`: positions in the image set of those to train on, at least one. */
  constructor(
    private readonly images: Uint32Array,
    batch: number,
    private readonly seed: number,
  ) {
    this.batch = Math.min(batch, images.length)
    this.stepsPerEpoch = Math.floor(images.length / this.batch)
  }

  /** Which pass over the images `step` belongs to, from 1: the visit that a drawing is keyed by. */
  visit(step: number): number {
    return 1 + Math.floor(step / this.stepsPerEpoch)
  }

  /** Positions in the image set of the `batch` images of step 0, 1, 2, … */
  at(step: number): Uint32Array {
    const epoch = this.visit(step) - 1
    if (epoch !== this.#epoch) {
      this.#order = permutation(this.images.length, this.seed, epoch)
      this.#epoch = epoch
    }
    const from = (step % this.stepsPerEpoch) * this.batch
    return this.#order.subarray(from, from + this.batch).map((i) => this.images[i] ?? 0)
  }
}
