import type { ModelConfiguration } from '../../shared/model/configuration'
import { isConditioners } from '../models/conditioner'
import type { ParameterSpecification } from '../models/network'
import type { FlatWeights } from '../models/weights'

/** Bytes of a model's hash in a compressed image: the first half of a SHA-256. */
export const modelHashLength = 16

/**
 * What tells models apart: SHA-256 over the part of the configuration that decides what is computed, and
 * over every parameter in the network's order, as little-endian floats. Names, training records, the order in
 * the file and how exactly it stores its floats change nothing, nor does the training size.
 */
export async function modelHash(
  configuration: ModelConfiguration,
  parameters: readonly Pick<ParameterSpecification, 'name'>[],
  weights: FlatWeights,
): Promise<Uint8Array> {
  const { architecture, channels, levels, hidden, layers, outputFeatures, residual, skip } = configuration
  const shape = { architecture, channels, levels, hidden, layers, outputFeatures, residual, skip }
  // A small model's scale is the ratio of the two sizes.
  const { small, size } = configuration
  // What completes beside a model has no part in its likelihoods.
  const { conditioner: _, ...smallShape } = small ?? {}
  const text = JSON.stringify(small ? { ...shape, size, small: smallShape } : shape)
  const head = new TextEncoder().encode(`${text}\n`)
  const own = parameters.filter(({ name }) => !isConditioners(name))
  const floats = own.map(({ name }) => weights.get(name) ?? new Float32Array())
  const bytes = new Uint8Array(head.length + 4 * floats.reduce((sum, { length }) => sum + length, 0))
  bytes.set(head)
  const view = new DataView(bytes.buffer)
  let offset = head.length
  for (const values of floats) {
    for (const value of values) {
      view.setFloat32(offset, value, true)
      offset += 4
    }
  }
  const digest = await globalThis.crypto.subtle.digest('SHA-256', bytes)
  return new Uint8Array(digest, 0, modelHashLength)
}
