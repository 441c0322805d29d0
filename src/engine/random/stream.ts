import { philox4x32, type Words } from './philox'

/**
 * What random numbers are for. Each purpose is a stream of its own, so that no two uses of one seed ever
 * meet. The numbers are part of what a seed means: they are never changed or reused.
 */
const purposes = { initialise: 1, order: 2, binarise: 3, draw: 4, augment: 5, mask: 6, resample: 7 } as const
export type Purpose = keyof typeof purposes

const twoTo32 = 2 ** 32

/**
 * Random numbers of one purpose and one seed (an unsigned 32-bit number), addressed by up to four
 * counters (each unsigned 32 bits): the same address gives the same number, in whatever order it is asked.
 */
export class RandomStream {
  private readonly key: readonly [number, number]
  private readonly words: Words = [0, 0, 0, 0]

  constructor(seed: number, purpose: Purpose) {
    this.key = [seed >>> 0, purposes[purpose]]
  }

  /** One number in [0, 1) of 53 random bits. */
  uniform(a = 0, b = 0, c = 0, d = 0): number {
    philox4x32([a >>> 0, b >>> 0, c >>> 0, d >>> 0], this.key, this.words)
    return ((this.words[0] >>> 5) * 0x4000000 + (this.words[1] >>> 6)) / 2 ** 53
  }

  /**
   * Fills `out` with numbers in [0, 1) of 32 random bits. Entry i is word i mod 4 of the block whose
   * first counter is floor(i / 4), and b, c, d the others.
   */
  fillUniform(out: Float64Array, b = 0, c = 0, d = 0): Float64Array {
    const counter: Words = [0, b >>> 0, c >>> 0, d >>> 0]
    for (let i = 0; i < out.length; i += 4) {
      counter[0] = i >>> 2
      philox4x32(counter, this.key, this.words)
      const end = Math.min(4, out.length - i)
      for (let k = 0; k < end; k++) out[i + k] = (this.words[k] ?? 0) / twoTo32
    }
    return out
  }

  /** Fills `out` with standard normal numbers (Box-Muller), addressed as in `fillUniform`. */
  fillNormal(out: Float32Array, b = 0, c = 0, d = 0): Float32Array {
    const uniforms = this.fillUniform(new Float64Array(out.length + (out.length % 2)), b, c, d)
    for (let i = 0; i < uniforms.length; i += 2) {
      // 1 - u is in (0, 1], so that its logarithm is finite.
      const radius = Math.sqrt(-2 * Math.log(1 - (uniforms[i] ?? 0)))
      const angle = 2 * Math.PI * (uniforms[i + 1] ?? 0)
      out[i] = radius * Math.cos(angle)
      if (i + 1 < out.length) out[i + 1] = radius * Math.sin(angle)
    }
    return out
  }
}
