import { hashKey } from './hash'

/**
 * Many short texts in little memory: a million keys of files as strings would take some hundred megabytes, and
 * take a third of that here. Each has its position, in the order they were added.
 */
export class KeyTable {
  /** UTF-16 code units of all keys, one after the other. */
  #units: Uint16Array
  /** Where each key ends in them. */
  #ends: Uint32Array
  #count: number
  /** Positions + 1 by hash, open addressing; made when first asked for. */
  #slots: Uint32Array | undefined

  constructor(
    units: Uint16Array = new Uint16Array(1024),
    ends: Uint32Array = new Uint32Array(64),
    count = 0,
  ) {
    this.#units = units
    this.#ends = ends
    this.#count = count
  }

  get count(): number {
    return this.#count
  }

  /** Adds a key at the next position. */
  add(key: string): void {
    const start = this.#start(this.#count)
    const end = start + key.length
    while (end > this.#units.length) this.#units = grown(this.#units, new Uint16Array(this.#units.length * 2))
    if (this.#count === this.#ends.length) {
      this.#ends = grown(this.#ends, new Uint32Array(this.#ends.length * 2))
    }
    for (let i = 0; i < key.length; i++) this.#units[start + i] = key.charCodeAt(i)
    this.#ends[this.#count] = end
    this.#count += 1
    this.#slots = undefined
  }

  /** The key at a position. RangeError where there is none. */
  at(position: number): string {
    if (!(position >= 0 && position < this.#count)) {
      throw new RangeError(`No image ${position} of ${this.#count}`)
    }
    return String.fromCharCode(...this.#units.subarray(this.#start(position), this.#ends[position]))
  }

  /** The position of a key, or undefined where it isn't here. */
  find(key: string): number | undefined {
    const slots = (this.#slots ??= this.#makeSlots())
    for (let slot = hashKey(key, 'table') % slots.length; ; slot = (slot + 1) % slots.length) {
      const position = (slots[slot] ?? 0) - 1
      if (position < 0) return undefined
      if (this.#is(position, key)) return position
    }
  }

  /** The arrays that make up the table, cut to what is used: what `new KeyTable` takes. */
  parts(): { units: Uint16Array; ends: Uint32Array } {
    return {
      units: this.#units.subarray(0, this.#start(this.#count)),
      ends: this.#ends.subarray(0, this.#count),
    }
  }

  #start(position: number): number {
    return position === 0 ? 0 : (this.#ends[position - 1] ?? 0)
  }

  #is(position: number, key: string): boolean {
    const start = this.#start(position)
    if ((this.#ends[position] ?? 0) - start !== key.length) return false
    for (let i = 0; i < key.length; i++) if (this.#units[start + i] !== key.charCodeAt(i)) return false
    return true
  }

  #makeSlots(): Uint32Array {
    const slots = new Uint32Array(2 * this.#count + 1)
    for (let position = 0; position < this.#count; position++) {
      let slot = hashKey(this.at(position), 'table') % slots.length
      while (slots[slot] !== 0) slot = (slot + 1) % slots.length
      slots[slot] = position + 1
    }
    return slots
  }
}

function grown<T extends Uint16Array | Uint32Array>(from: T, into: T): T {
  into.set(from)
  return into
}
