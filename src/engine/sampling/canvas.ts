import * as tf from '@tensorflow/tfjs'
import { logitsPerChannel } from '../../shared/model/configuration'
import type { Network, Weights } from '../models/network'
import { takeRows } from '../ops/window'

/** Images being drawn, all of one size, with unknown pixels in the same places. */
export class Canvas {
  /** Levels [count, height, width, channels]. Pixels not drawn yet are 0; no logits depend on them. */
  readonly levels: Uint8Array

  /**
   * Begins with `count` copies of `known` [height, width, channels], or with its `count` images where it
   * holds as many, zero where `unknown` is 1.
   */
  constructor(
    known: Uint8Array,
    unknown: Uint8Array,
    readonly count: number,
    readonly height: number,
    readonly width: number,
    private readonly channels: number,
  ) {
    const size = height * width * channels
    this.levels = new Uint8Array(count * size)
    for (let i = 0; i < count; i++) {
      const image = known.length > size ? known.subarray(i * size, (i + 1) * size) : known
      this.levels.set(image, i * size)
    }
    for (let i = 0; i < this.levels.length; i++) {
      if (unknown[Math.floor((i % size) / channels)] === 1) this.levels[i] = 0
    }
  }

  /** A copy of one image, levels [height, width, channels]. */
  image(index: number): Uint8Array {
    const size = this.height * this.width * this.channels
    return this.levels.slice(index * size, (index + 1) * size)
  }

  /** A copy of one row of one image, levels [width, channels]. */
  row(index: number, row: number): Uint8Array {
    const begin = this.offset(index, row, 0)
    return this.levels.slice(begin, begin + this.width * this.channels)
  }

  /** Overwrites a pixel with `levels` [channels]. */
  setPixel(index: number, row: number, column: number, levels: Uint8Array): void {
    this.levels.set(levels, this.offset(index, row, column))
  }

  /** Overwrites a row with `levels` [width, channels]. */
  setRow(index: number, row: number, levels: ArrayLike<number>): void {
    this.levels.set(levels, this.offset(index, row, 0))
  }

  set(index: number, row: number, column: number, channel: number, level: number): void {
    this.levels[this.offset(index, row, column) + channel] = level
  }

  /**
   * Logits of one channel of one pixel, for each image: [count][K], exactly those of the whole images.
   * Computes a strip: the rows that this row's logits depend on, and no other. Of a Multi-Scale model's large
   * network with the upsampled small images, [count, height, width, h].
   */
  async logits(
    network: Network,
    weights: Weights,
    row: number,
    column: number,
    channel: number,
    upsampled?: tf.Tensor4D,
  ): Promise<Float32Array[]> {
    const { count, width, channels } = this
    const top = Math.max(0, row - network.reachRows)
    const rows = row - top + 1
    const size = rows * width * channels
    const strip = new Float32Array(count * size)
    for (let i = 0; i < count; i++) {
      const begin = this.offset(i, top, 0)
      strip.set(this.levels.subarray(begin, begin + size), i * size)
    }
    const perChannel = logitsPerChannel(network.configuration)
    const perPixel = channels * perChannel
    const bottom = tf.tidy(() => {
      const pixels = tf.tensor4d(strip, [count, rows, width, channels])
      return network.logits(weights, pixels, 1, upsampled && takeRows(upsampled, top, rows))
    })
    const values = await bottom.data()
    bottom.dispose()
    return Array.from({ length: count }, (_, i) => {
      const begin = (i * width + column) * perPixel + channel * perChannel
      return Float32Array.from(values.subarray(begin, begin + perChannel))
    })
  }

  private offset(index: number, row: number, column: number): number {
    return ((index * this.height + row) * this.width + column) * this.channels
  }
}
