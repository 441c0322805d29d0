/**
 * A range coder (Martin 1979) on whole numbers of 72 bits. Of an interval of [low, low + range) a symbol takes
 * the part that its frequency is of 2^48; a byte leaves whenever the range falls below 2^64, so that a symbol
 * costs its -log2(frequency / 2^48) bits and less than 2^-15 more.
 *
 * So many bits since a model may find a value all but impossible and be wrong: down to a probability of 2^-48
 * its cost is the model's own.
 */

/** Frequencies of all symbols add up to this. */
export const frequencyTotal = 2 ** 48

const totalBits = 48n
const byteBits = 8n
const smallestBits = 64n
const smallestRange = 1n << smallestBits
const window = smallestRange << byteBits
const windowBytes = 9

/** A symbol's part of the whole: frequencies of those before it, added up, and its own, at least 1. */
export interface Part {
  readonly start: number
  readonly frequency: number
}

/** The part of an interval that a symbol takes. The last symbol takes what division leaves over. */
function narrow(range: bigint, { start, frequency }: Part): { offset: bigint; range: bigint } {
  const unit = range >> totalBits
  const offset = unit * BigInt(start)
  const isLast = start + frequency === frequencyTotal
  return { offset, range: isLast ? range - offset : unit * BigInt(frequency) }
}

export class RangeEncoder {
  readonly #bytes: number[] = []
  #low = 0n
  #range = window

  encode(part: Part): void {
    const { offset, range } = narrow(this.#range, part)
    this.#add(offset)
    this.#range = range
    while (this.#range < smallestRange) {
      this.#shift()
      this.#range <<= byteBits
    }
  }

  /** The shortest bytes that stand for the interval, zeros at the end left out. No `encode` may follow. */
  finish(): Uint8Array {
    for (let step = window; ; step >>= byteBits) {
      const value = ((this.#low + step - 1n) / step) * step
      if (value >= this.#low + this.#range) continue
      this.#add(value - this.#low)
      break
    }
    while (this.#low > 0n) this.#shift()
    while (this.#bytes.at(-1) === 0) this.#bytes.pop()
    return Uint8Array.from(this.#bytes)
  }

  #add(offset: bigint): void {
    this.#low += offset
    if (this.#low < window) return
    this.#low -= window
    // The carry runs back through bytes that have left already.
    let last = this.#bytes.length - 1
    while (this.#bytes[last] === 255) this.#bytes[last--] = 0
    this.#bytes[last] = (this.#bytes[last] ?? 0) + 1
  }

  #shift(): void {
    this.#bytes.push(Number(this.#low >> smallestBits))
    this.#low = (this.#low & (smallestRange - 1n)) << byteBits
  }
}

/** Reads what RangeEncoder wrote; beyond the end there are zeros. Any bytes decode to something. */
export class RangeDecoder {
  /** What was read, less the low end of the interval: always below the range. */
  #code = 0n
  #range = window
  #next = 0

  constructor(private readonly bytes: Uint8Array) {
    for (let i = 0; i < windowBytes; i++) this.#read()
  }

  /** A number from 0 to below `frequencyTotal` that lies in the part of the next symbol. */
  target(): number {
    return Math.min(frequencyTotal - 1, Number(this.#code / (this.#range >> totalBits)))
  }

  /** Takes the symbol with that part off the front. */
  consume(part: Part): void {
    const { offset, range } = narrow(this.#range, part)
    this.#code -= offset
    this.#range = range
    while (this.#range < smallestRange) {
      this.#read()
      this.#range <<= byteBits
    }
  }

  #read(): void {
    this.#code = (this.#code << byteBits) | BigInt(this.bytes[this.#next++] ?? 0)
  }
}
