import * as tf from '@tensorflow/tfjs'

/** What `forward` leaves: its result, and tensors that `gradient` needs and would else compute again. */
export interface OpResult {
  readonly output: tf.Tensor
  readonly saved?: readonly tf.Tensor[]
}

/** What `gradient` is given: the gradient of the output, and what was there when it was computed. */
export interface OpRecord<Inputs extends readonly tf.Tensor[]> {
  readonly upstream: tf.Tensor
  readonly inputs: Inputs
  readonly output: tf.Tensor
  readonly saved: readonly tf.Tensor[]
}

/**
 * How to compute an op and its gradient. Both run inside a tidy of the caller's and dispose nothing that
 * they were given. `gradient` returns one tensor for each input, of its shape.
 */
export interface OpImplementation<Inputs extends readonly tf.Tensor[], Attributes> {
  forward(inputs: Inputs, attributes: Attributes): OpResult
  gradient(record: OpRecord<Inputs>, attributes: Attributes): tf.Tensor[]
}

/** A fused operation of the engine: one name, one meaning, as many implementations as runtimes want. */
export interface Op<Inputs extends readonly tf.Tensor[], Attributes> {
  readonly name: string
  /** Computes it on the current tfjs backend, differentiable like any tfjs operation. */
  readonly apply: (inputs: Inputs, attributes: Attributes) => tf.Tensor
  /** Makes `implementation` the one that a tfjs backend uses. */
  readonly register: (backend: string, implementation: OpImplementation<Inputs, Attributes>) => void
}

/**
 * A new op with its composed implementation: plain tfjs operations, which every backend has. It is what
 * a backend uses that registers none of its own, and what the others are compared with.
 */
export function defineOp<Inputs extends readonly tf.Tensor[], Attributes>(
  name: string,
  composed: OpImplementation<Inputs, Attributes>,
): Op<Inputs, Attributes> {
  const implementations = new Map<string, OpImplementation<Inputs, Attributes>>()
  return {
    name,
    register: (backend, implementation) => implementations.set(backend, implementation),
    apply(inputs, attributes) {
      const implementation = implementations.get(tf.getBackend()) ?? composed
      const differentiable = tf.customGrad((...received: (tf.Tensor | tf.GradSaveFunc)[]) => {
        const save = received.at(-1) as tf.GradSaveFunc
        const { output, saved = [] } = implementation.forward(inputs, attributes)
        save([...inputs, output, ...saved])
        return {
          value: output,
          gradFunc: (upstream: tf.Tensor, kept: tf.Tensor[]) =>
            implementation.gradient(
              {
                upstream,
                inputs: kept.slice(0, inputs.length) as readonly tf.Tensor[] as Inputs,
                output: kept[inputs.length] ?? output,
                saved: kept.slice(inputs.length + 1),
              },
              attributes,
            ),
        }
      })
      return differentiable(...inputs)
    },
  }
}
