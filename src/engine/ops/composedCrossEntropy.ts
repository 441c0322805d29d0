import * as tf from '@tensorflow/tfjs'
import type { CrossEntropyAttributes, CrossEntropyInputs } from './pixelCrossEntropy'
import type { OpImplementation } from './registry'

type Implementation = OpImplementation<CrossEntropyInputs, CrossEntropyAttributes>

/** Two levels: the pixel is 1 with probability sigmoid(logit). */
const bernoulli: Implementation = {
  forward([logits, pixels], attributes) {
    // -log p(1) = softplus(-z), -log p(0) = softplus(z): one softplus of the logit with the right sign.
    const signed = tf.mul<tf.Tensor4D>(logits, tf.sub(1, tf.mul(pixels, 2)))
    return { output: sumEachImage(counted(tf.softplus(signed), attributes)) }
  },

  gradient({ upstream, inputs: [logits, pixels] }, attributes) {
    const own = counted(tf.sub<tf.Tensor4D>(tf.sigmoid(logits), pixels), attributes)
    return [tf.mul(own, tf.reshape(upstream, [-1, 1, 1, 1])), tf.zerosLike(pixels)]
  },
}

/** More levels: probabilities are a softmax over the logits of a channel. */
const multinomial: Implementation = {
  forward([logits, pixels], attributes) {
    const { levels } = attributes
    const rows: tf.Tensor2D = tf.reshape(logits, [-1, levels])
    const flat = tf.reshape(logits, [-1])
    const probabilities = tf.softmax(rows)
    // log sum exp z = z_j - log p_j for any j; the likeliest has p_j >= 1 / levels, so nothing is lost.
    // A sum of exponentials of our own would take four times as long on WebAssembly.
    const likeliest = flatIndices(tf.argMax(rows, 1), levels)
    const logSum = tf.sub(
      tf.gather(flat, likeliest),
      tf.log(tf.gather(tf.reshape(probabilities, [-1]), likeliest)),
    )
    const nats = tf.sub(logSum, tf.gather(flat, flatIndices(pixels, levels)))
    return {
      output: sumEachImage(counted(tf.reshape(nats, pixels.shape), attributes)),
      saved: [probabilities],
    }
  },

  gradient({ upstream, inputs: [logits, pixels], saved: [probabilities] }, attributes) {
    if (!probabilities) throw new Error('pixel-cross-entropy kept no probabilities')
    const { levels, copiedEvery } = attributes
    const batch = logits.shape[0]
    const each = tf.reshape(
      tf.mul(counted(tf.ones(pixels.shape), attributes), tf.reshape(upstream, [batch, 1, 1, 1])),
      [-1],
    )
    // softmax - onehot: every entry scaled, then those of the pixels' own levels overwritten in place of
    // subtracting a second tensor of this size. Longer rows are faster, where all values of an image have
    // one factor.
    const scaled = tf.reshape(
      copiedEvery === undefined
        ? tf.mul(tf.reshape(probabilities, [batch, -1]), tf.reshape(upstream, [batch, 1]))
        : tf.mul(probabilities, tf.reshape(each, [-1, 1])),
      [-1],
    )
    const targets = flatIndices(pixels, levels)
    const own = tf.sub(tf.gather(scaled, targets), each)
    const byLogits = tf.tensorScatterUpdate(scaled, tf.reshape(targets, [-1, 1]), own)
    return [tf.reshape(byLogits, logits.shape), tf.zerosLike(pixels)]
  },
}

export const composedCrossEntropy: Implementation = {
  forward: (inputs, attributes) => chosen(attributes).forward(inputs, attributes),
  gradient: (record, attributes) => chosen(attributes).gradient(record, attributes),
}

function chosen({ levels }: CrossEntropyAttributes): Implementation {
  return levels === 2 ? bernoulli : multinomial
}

/** `values` [N, H, W, C] with zeros at the copied pixels, if there are such. */
function counted(values: tf.Tensor4D, { copiedEvery }: CrossEntropyAttributes): tf.Tensor4D {
  if (copiedEvery === undefined) return values
  const [, height, width] = values.shape
  const counts = Float32Array.from({ length: height * width }, (_, i) => {
    const [row, column] = [Math.floor(i / width), i % width]
    return row % copiedEvery === 0 && column % copiedEvery === 0 ? 0 : 1
  })
  return tf.mul(values, tf.tensor4d(counts, [1, height, width, 1]))
}

/** [N, ...] -> [N]. */
function sumEachImage(values: tf.Tensor4D): tf.Tensor1D {
  return tf.sum(tf.reshape(values, [values.shape[0], -1]), 1)
}

/** Where in the flat logits the chosen level of each pixel and channel lies: int32, one for each. */
function flatIndices(choices: tf.Tensor, levels: number): tf.Tensor1D {
  const flat = tf.cast(tf.reshape(choices, [-1]), 'int32')
  return tf.add<tf.Tensor1D>(tf.range(0, flat.size * levels, levels, 'int32'), flat)
}
