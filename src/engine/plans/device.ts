import type { OptimizerName } from '../../shared/training'
import type { Network } from '../models/network'
import type { FlatWeights } from '../models/weights'
import type { PlanShape } from './compile'
import type { DeviceSampler } from './deviceSampler'
import type { SamplerShape } from './sampling/samplerLayout'

/** What changes from step to step of an optimizer on a device. */
export interface DeviceStep {
  readonly learningRate: number
  /** Number of the step, counted from 1. */
  readonly step: number
  /** How far the average goes towards the weights; 0 where there is none. */
  readonly averageShare: number
  /** The largest norm of the gradient that is let through; 0: any. */
  readonly limit: number
}

/** What a step came to. */
export interface DeviceStepResult {
  /** Of each image, before the step. */
  readonly nats: Float32Array
  /** Norm of the gradient of their mean, before clipping. */
  readonly gradientNorm: number
  /** False where the weights were left as they were: nats or norm are no numbers. */
  readonly taken: boolean
  /** Whether all weights are numbers after it. */
  readonly stillNumbers: boolean
}

/** All that a training consists of, each array of all parameters one after another. */
export interface DeviceArrays {
  readonly weights: Float32Array
  readonly state: readonly Float32Array[]
  readonly average?: Float32Array
}

/** A network planned for a device of its own memory: the same program as `Plan`'s, its numbers far away. */
export interface DevicePlan {
  readonly shape: PlanShape
  /** Bytes that it holds on the device until `dispose`. */
  readonly bytes: number
  setWeights(weights: ReadonlyMap<string, Float32Array> | FlatWeights): void
  /** Nats of each of `count` images of levels [count, H, W, C]; see `Plan.run`. */
  run(levels: ArrayLike<number>, count: number, unknown?: Uint8Array): Promise<Float32Array>
  /** The same with gradients, and an optimizer's step with them. */
  step(
    levels: ArrayLike<number>,
    count: number,
    step: DeviceStep,
    unknown?: Uint8Array,
  ): Promise<DeviceStepResult>
  /** Puts weights and an optimizer's state in. */
  write(arrays: DeviceArrays): void
  /** Copies of them. */
  read(): Promise<DeviceArrays>
  dispose(): void
}

/** What a plan is wanted for besides likelihoods. */
export interface DevicePlanUse extends Pick<PlanShape, 'batch' | 'height' | 'width' | 'conditioned'> {
  /** The optimizer that trains, and whether an average of the weights is kept; left out: nobody trains. */
  readonly training?: { readonly optimizer: OptimizerName; readonly average: boolean }
  /** The most images that are worked on at a time; as many as fit where left out. */
  readonly atOnce?: number | undefined
}

/** A processor beside the main one, with memory of its own: what whole networks are planned for, but asynchronous. */
export interface PlanDevice {
  /** Images that it draws in about the time of one. */
  readonly drawsTogether: number
  plan(network: Network, use: DevicePlanUse): DevicePlan
  /** Bytes that a plan would take. */
  bytesOf(network: Network, use: DevicePlanUse): number
  /** What draws images by this network; throws `NoRoomOnDevice`. */
  sampler(network: Network, shape: SamplerShape): DeviceSampler
}
