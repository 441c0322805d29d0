import type { FlatWeights } from '../models/weights'
import type { SamplerDraw } from './sampling/sampler'
import type { SamplerShape } from './sampling/samplerLayout'

/** A network's incremental form on a device of its own memory: what `Sampler` does, but asynchronous. */
export interface DeviceSampler {
  readonly shape: SamplerShape
  /** Bytes that it holds on the device until `dispose`. */
  readonly bytes: number
  setWeights(weights: ReadonlyMap<string, Float32Array> | FlatWeights): void
  /** See `Sampler`. */
  setConditions(values: Float32Array): void
  setAdded(set: number, values: Float32Array): void
  /** What is to be done, as `Sampler.begin` has it, and with which images: levels [count, height, width, channels]. */
  begin(levels: Uint8Array, unknown: Uint8Array, draw: SamplerDraw): void
  /**
   * Sets off rows [from, to), which follow on those before, and gives each image's levels of them once they are there.
   * The next may be set off before that: the device is then never without work.
   */
  run(from: number, to: number): Promise<readonly Float32Array[]>
  /** See `Sampler`: of all rows that were given. */
  nats(): Float64Array
  logWeights(judgedOnly?: boolean): Float64Array
  /** See `Sampler`: once what was set off is there. */
  copyImage(from: number, to: number): void
  dispose(): void
}

/** Thrown where a device can't hold what is wanted at once. */
export class NoRoomOnDevice extends Error {}
