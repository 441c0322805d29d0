import * as tf from '@tensorflow/tfjs'
import { inverseOrder, type Wavefront } from './wavefront'

/**
 * How the features of a batch of maps lie while they are scanned: cells first, in the order of their
 * visits, then images, then features. A step of the scan is then one piece of memory.
 */
export class ScanLayout {
  constructor(
    private readonly wavefront: Wavefront,
    private readonly batch: number,
  ) {}

  /** [N, H, W, F] -> [cells, N * F]. */
  toScan(x: tf.Tensor4D): tf.Tensor2D {
    const { height, width, order } = this.wavefront
    const cellsFirst: tf.Tensor2D = tf.reshape(tf.transpose(x, [1, 2, 0, 3]), [height * width, -1])
    return order ? tf.gather(cellsFirst, tf.tensor1d(order, 'int32')) : cellsFirst
  }

  /** [cells, N * F] -> [N, H, W, F]. */
  fromScan(x: tf.Tensor2D, features: number): tf.Tensor4D {
    const { height, width, order } = this.wavefront
    const inPlace = order ? tf.gather(x, tf.tensor1d(inverseOrder(order), 'int32')) : x
    return tf.transpose(tf.reshape(inPlace, [height, width, this.batch, features]), [2, 0, 1, 3])
  }

  /** Cells in whatever shape as [cells * N, F]. */
  asRows(x: tf.Tensor, features: number): tf.Tensor2D {
    return tf.reshape(x, [-1, features])
  }

  /** The same as [cells, N * F]. */
  asCells(x: tf.Tensor, features: number): tf.Tensor2D {
    return tf.reshape(x, [-1, this.batch * features])
  }

  /** The same as [1, cells, N, F]: an image, for a convolution along the cells. */
  asImage(x: tf.Tensor, features: number): tf.Tensor4D {
    return tf.reshape(x, [1, -1, this.batch, features])
  }

  /** The state [F] for `count` cells of all images, [count, N * F]; undefined for none. */
  states(state: tf.Tensor1D, count: number): tf.Tensor2D | undefined {
    return count > 0 ? tf.tile(tf.reshape(state, [1, -1]), [count, this.batch]) : undefined
  }

  /** The sum over all cells and images, [F]. */
  sum(parts: readonly tf.Tensor2D[], features: number): tf.Tensor1D {
    const rows = this.asRows(joinCells(parts), features)
    return tf.reshape(tf.matMul(tf.ones([1, rows.shape[0]]), rows), [features])
  }
}

/** `count` cells of [cells, N * F], from cell `first` on. */
export function takeCells(x: tf.Tensor2D, first: number, count: number): tf.Tensor2D {
  return first === 0 && count === x.shape[0] ? x : tf.slice2d(x, [first, 0], [count, x.shape[1]])
}

/** Cells one after another; parts that are undefined are left out. */
export function joinCells(parts: readonly (tf.Tensor2D | undefined)[]): tf.Tensor2D {
  const present = parts.filter((part) => part !== undefined)
  return present.length === 1 && present[0] ? present[0] : tf.concat(present, 0)
}
