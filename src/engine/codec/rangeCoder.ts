/**
 * A range coder (Martin 1979) on whole numbers below 2^48, which doubles hold exactly. Of an interval of
 * [low, low + range) a symbol takes the part that its frequency is of 2^26; a byte leaves whenever the range
 * falls below 2^40, so that a symbol costs its -log2(frequency / 2^26) and less than 2^-14 bits more.
 */

/** Frequencies of all symbols add up to this. */
export const frequencyTotal = 2 ** 26

const window = 2 ** 48
const smallestRange = 2 ** 40

/** A symbol's part of the whole: frequencies of those before it, added up, and its own, at least 1. */
export interface Part {
  readonly start: number
  readonly frequency: number
}

/** The part of an interval that a symbol takes. The last symbol takes what division leaves over. */
function narrow(range: number, { start, frequency }: Part): { offset: number; range: number } {
  const unit = Math.floor(range / frequencyTotal)
  const offset = unit * start
  return { offset, range: start + frequency === frequencyTotal ? range - offset : unit * frequency }
}

export class RangeEncoder {
  readonly #bytes: number[] = []
  #low = 0
  #range = window

  encode(part: Part): void {
    const { offset, range } = narrow(this.#range, part)
    this.#add(offset)
    this.#range = range
    while (this.#range < smallestRange) {
      this.#shift()
      this.#range *= 256
    }
  }

  /** The shortest bytes that stand for the interval, zeros at the end left out. No `encode` may follow. */
  finish(): Uint8Array {
    for (let step = window; ; step /= 256) {
      const value = Math.ceil(this.#low / step) * step
      if (value >= this.#low + this.#range) continue
      this.#add(value - this.#low)
      break
    }
    while (this.#low > 0) this.#shift()
    while (this.#bytes.at(-1) === 0) this.#bytes.pop()
    return Uint8Array.from(this.#bytes)
  }

  #add(offset: number): void {
    this.#low += offset
    if (this.#low < window) return
    this.#low -= window
    // The carry runs back through bytes that have left already.
    let last = this.#bytes.length - 1
    while (this.#bytes[last] === 255) this.#bytes[last--] = 0
    this.#bytes[last] = (this.#bytes[last] ?? 0) + 1
  }

  #shift(): void {
    this.#bytes.push(Math.floor(this.#low / smallestRange))
    this.#low = (this.#low % smallestRange) * 256
  }
}

/** Reads what RangeEncoder wrote; beyond the end there are zeros. Any bytes decode to something. */
export class RangeDecoder {
  /** What was read, less the low end of the interval: always below the range. */
  #code = 0
  #range = window
  #next = 0

  constructor(private readonly bytes: Uint8Array) {
    for (let i = 0; i < 6; i++) this.#code = this.#code * 256 + this.#byte()
  }

  /** A number from 0 to below `frequencyTotal` that lies in the part of the next symbol. */
  target(): number {
    return Math.min(frequencyTotal - 1, Math.floor(this.#code / Math.floor(this.#range / frequencyTotal)))
  }

  /** Takes the symbol with that part off the front. */
  consume(part: Part): void {
    const { offset, range } = narrow(this.#range, part)
    this.#code -= offset
    this.#range = range
    while (this.#range < smallestRange) {
      this.#code = this.#code * 256 + this.#byte()
      this.#range *= 256
    }
  }

  #byte(): number {
    return this.bytes[this.#next++] ?? 0
  }
}
