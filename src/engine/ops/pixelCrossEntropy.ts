import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs'
import { composedCrossEntropy } from './composedCrossEntropy'
import { defineOp } from './registry'

/** Logits [N, H, W, C * K], channel-major, and pixels [N, H, W, C], integers 0..levels-1 as floats. */
export type CrossEntropyInputs = readonly [logits: Tensor4D, pixels: Tensor4D]

export interface CrossEntropyAttributes {
  /** 2: one logit a channel, Bernoulli. More: K = levels logits a channel, softmax. */
  readonly levels: number
  /**
   * Multi-Scale: pixels in every so many-th row and column, from the first on, are copies of the small
   * image's, known before, and don't count (models.md, "Multi-Scale").
   */
  readonly copiedEvery?: number | undefined
}

const op = defineOp<CrossEntropyInputs, CrossEntropyAttributes>('pixel-cross-entropy', composedCrossEntropy)

/** For runtimes that bring their own. */
export const registerPixelCrossEntropy = op.register

/**
 * -log p of each image under its own logits: [N], in nats, summed over pixels and channels (section 2.1;
 * the discrete softmax of section 2.2). Finite for any finite logits. Its gradient by pixels is zero:
 * they are what is asked for, not what it is computed from. With `copiedEvery` those copies don't count.
 */
export function pixelCrossEntropy(
  logits: Tensor4D,
  pixels: Tensor4D,
  levels: number,
  copiedEvery?: number,
): Tensor1D {
  return op.apply([logits, pixels], { levels, copiedEvery }) as Tensor1D
}
