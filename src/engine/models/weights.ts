import * as tf from '@tensorflow/tfjs'
import { failure, type PixelloomError } from '../../shared/errors'
import { RandomStream } from '../random/stream'
import type { StoredTensor } from '../storage/safetensors'
import { missingParameter } from './layer'
import type { Network, ParameterSpecification } from './network'

/** Weights outside of tfjs: one flat array a parameter, by name. What is trained, saved and loaded. */
export type FlatWeights = Map<string, Float32Array>

/**
 * Random weights to begin training with: normal with variance 1 / fanIn, masked entries and biases zero.
 * A pure function of the seed (unsigned 32 bits) and each parameter's name.
 */
export function initialWeights(network: Network, seed: number): FlatWeights {
  const stream = new RandomStream(seed, 'initialise')
  const weights: FlatWeights = new Map()
  for (const specification of network.parameters) {
    const values = new Float32Array(sizeOf(specification))
    if (specification.fanIn !== undefined) {
      const deviation = 1 / Math.sqrt(specification.fanIn)
      stream.fillNormal(values, hash(specification.name))
      for (let i = 0; i < values.length; i++) values[i] = (values[i] ?? 0) * deviation
    }
    weights.set(specification.name, zeroMasked(values, specification))
  }
  return weights
}

/**
 * The weights of a file, checked against the network: every parameter there, of the right shape, all
 * numbers finite; masked entries become zero. `model-damaged` names the first parameter that doesn't
 * fit. Tensors that the network doesn't know are left out, as in the reference.
 */
export function checkWeights(network: Network, tensors: ReadonlyMap<string, StoredTensor>): FlatWeights {
  const weights: FlatWeights = new Map()
  for (const specification of network.parameters) {
    const { name, shape } = specification
    const tensor = tensors.get(name)
    if (!tensor) throw missingParameter(name)
    if (tensor.shape.join() !== shape.join() || tensor.data.length !== sizeOf(specification)) {
      throw damaged(name, `have the shape [${tensor.shape.join(', ')}] where [${shape.join(', ')}] is needed`)
    }
    if (!tensor.data.every(Number.isFinite)) throw damaged(name, 'hold something that is not a number')
    weights.set(name, zeroMasked(tensor.data.slice(), specification))
  }
  return weights
}

/** Copies weights into tensors of the current runtime, to be disposed with `disposeTensors`. */
export function toTensors(
  network: Network,
  weights: ReadonlyMap<string, Float32Array>,
): Map<string, tf.Tensor> {
  const tensors = new Map<string, tf.Tensor>()
  try {
    for (const specification of network.parameters) {
      const { name, shape } = specification
      const values = weights.get(name)
      if (!values) throw missingParameter(name)
      if (values.length !== sizeOf(specification)) {
        throw damaged(name, `hold ${values.length} numbers where ${sizeOf(specification)} are needed`)
      }
      tensors.set(name, tf.tensor(values, [...shape], 'float32'))
    }
  } catch (thrown) {
    disposeTensors(tensors)
    throw thrown
  }
  return tensors
}

export function disposeTensors(tensors: ReadonlyMap<string, tf.Tensor>): void {
  for (const tensor of tensors.values()) tensor.dispose()
}

/** Number of weights, masked entries included: what a file holds. */
export function parameterCount(network: Network): number {
  return network.parameters.reduce((count, specification) => count + sizeOf(specification), 0)
}

export function sizeOf({ shape }: ParameterSpecification): number {
  return shape.reduce((product, n) => product * n, 1)
}

/** Sets the masked entries of `values` to zero, in place. */
export function zeroMasked(values: Float32Array, { mask }: ParameterSpecification): Float32Array {
  if (mask) {
    // Not a product: zero times what is not a number would stay so.
    for (let i = 0; i < values.length; i++) if (mask[i] === 0) values[i] = 0
  }
  return values
}

function damaged(name: string, detail: string): PixelloomError {
  return failure('models.otherWeights', { name, detail }, name)
}

/** FNV-1a of a name, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  return value >>> 0
}
