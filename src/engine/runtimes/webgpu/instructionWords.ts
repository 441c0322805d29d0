import type { Addresses } from './addresses'

/** Which images a program is run for: so many, from the `first` of those in shared memory on. */
export interface Part {
  readonly first: number
  readonly images: number
}

/** An instruction's words, read as src/kernels/program.h has them. */
export class InstructionWords {
  constructor(
    private readonly words: Int32Array,
    protected readonly addresses: Addresses,
    protected readonly part: Part,
  ) {}

  protected word(at: number): number {
    const word = this.words[at]
    if (word === undefined) throw new Error('an instruction is too short')
    return word
  }

  protected operand(at: number): number {
    return this.addresses.operand(this.word(at))
  }

  protected table(at: number): number {
    return this.addresses.table(this.word(at))
  }

  /** Begin, floats of an image and of a row, the begin being that of the part's first image. */
  protected map(at: number): [base: number, image: number, row: number] {
    const [word, image, row] = [this.word(at), this.word(at + 1), this.word(at + 2)]
    const base = this.addresses.operand(word)
    return [base < 0 || word & 1 ? base : base + this.part.first * image, image, row]
  }
}
