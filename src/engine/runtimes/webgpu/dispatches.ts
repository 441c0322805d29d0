import type { FilledTable } from '../../plans/builder'
import { floatBits, lineFloats, opcodes } from '../../plans/words'
import type { KernelName } from './kernels'

/** One run of a kernel: its uniform words, and how many workgroups. */
export interface Dispatch {
  readonly kernel: KernelName
  readonly words: readonly number[]
  readonly groups: readonly [x: number, y: number, z: number]
  /** Floats that it needs of the scratch memory. */
  readonly scratch: number
}

/** Columns of a panel, as the kernels' tiles have them. */
export const panelColumns = 32
/** Most workgroups of kernels whose invocations go on to the next number by themselves. */
const mostGroups = 1024
/** Invocations of such a workgroup. */
const groupSize = 64
/** About how many workgroups keep a card busy: so many shares a kernel's gradient is made in. */
const busyGroups = 512
/** Fewer cells are not worth a share of their own. */
const leastShare = 256

/** Where a plan's memory lies, as the dispatches of its instructions need it. */
export class Addresses {
  private readonly tables: ReadonlyMap<number, number>
  /** All tables, one after another. */
  readonly integers: Int32Array

  constructor(
    /** Where a program's own memory begins, in floats; what is shared begins at 0. */
    private readonly localAt: number,
    tables: readonly FilledTable[],
  ) {
    const places = new Map<number, number>()
    let at = 0
    for (const { offset, values } of tables) {
      places.set(offset, at)
      at += values.length
    }
    this.tables = places
    this.integers = new Int32Array(at)
    for (const { offset, values } of tables) this.integers.set(values, places.get(offset) ?? 0)
  }

  /** The float at which an operand begins; -1: none. */
  operand(word: number): number {
    return word < 0 ? -1 : (word >> 1) * lineFloats + (word & 1 ? this.localAt : 0)
  }

  /** The whole number at which a table begins; -1: none. */
  table(word: number): number {
    if (word < 0) return -1
    const found = this.tables.get((word >> 1) * lineFloats)
    if (found === undefined) throw new Error('a table that the plan does not have')
    return found
  }
}

/** Which images a program is run for: so many, from the `first` of those in shared memory on. */
interface Part {
  readonly first: number
  readonly images: number
}

/** The dispatches of a program for kernels (src/kernels/program.h), of `images` images. */
export function dispatchesOf(program: Int32Array, addresses: Addresses, images: number): Dispatch[] {
  return programOf(program, addresses, { first: 0, images })
}

function programOf(program: Int32Array, addresses: Addresses, part: Part): Dispatch[] {
  const dispatches: Dispatch[] = []
  for (let at = 0; at < program.length;) {
    const [opcode = 0, length = 0] = program.subarray(at, at + 2)
    const words = program.subarray(at + 2, at + length)
    if (opcode === opcodes.once) {
      dispatches.push(...programOf(words, addresses, { first: 0, images: 1 }))
    } else if (opcode === opcodes.inChunks) {
      const chunk = words[0] ?? 1
      for (let done = 0; done < part.images; done += chunk) {
        const images = Math.min(chunk, part.images - done)
        dispatches.push(...programOf(words.subarray(1), addresses, { first: part.first + done, images }))
      }
    } else {
      dispatches.push(...new Instruction(words, addresses, part).dispatches(opcode))
    }
    at += length
  }
  return dispatches
}

/** An instruction's words, read as src/kernels/program.h has them. */
class Instruction {
  constructor(
    private readonly words: Int32Array,
    private readonly addresses: Addresses,
    private readonly part: Part,
  ) {}

  dispatches(opcode: number): Dispatch[] {
    switch (opcode) {
      case opcodes.zero:
        return [this.zero()]
      case opcodes.gather:
        return [flat('gather', this.word(3), [this.operand(0), this.operand(1), this.table(2), this.word(3)])]
      case opcodes.product:
        return [this.product()]
      case opcodes.kernelGradient:
        return this.kernelGradient()
      case opcodes.scan:
        return [this.scan()]
      case opcodes.scanGradient:
        return this.scanGradient()
      case opcodes.crossEntropy:
        return this.crossEntropy()
      case opcodes.combine:
        return [this.combine()]
      case opcodes.patches:
        return [this.patches()]
      case opcodes.sumGradients:
        return [this.sumGradients()]
      default:
        throw new Error(`no WebGPU kernel for instruction ${opcode}`)
    }
  }

  private word(at: number): number {
    const word = this.words[at]
    if (word === undefined) throw new Error('an instruction is too short')
    return word
  }

  private operand(at: number): number {
    return this.addresses.operand(this.word(at))
  }

  private table(at: number): number {
    return this.addresses.table(this.word(at))
  }

  /** Begin, floats of an image and of a row, the begin being that of the part's first image. */
  private map(at: number): [base: number, image: number, row: number] {
    const [word, image, row] = [this.word(at), this.word(at + 1), this.word(at + 2)]
    const base = this.addresses.operand(word)
    return [base < 0 || word & 1 ? base : base + this.part.first * image, image, row]
  }

  private zero(): Dispatch {
    const count = this.word(1) * this.part.images + this.word(2)
    return flat('zero', count, [this.operand(0), count])
  }

  private product(): Dispatch {
    const { images } = this.part
    const [cells, panels] = [this.word(7), this.word(10)]
    const words = [
      ...[images, ...this.map(0), this.word(3), this.table(4), this.operand(5), this.table(6), cells],
      ...[this.operand(8), this.table(9), this.table(11), this.word(12), this.operand(13)],
      ...[...this.map(14), ...this.map(17), ...this.map(20), ...this.map(23), this.word(26)],
    ]
    return { kernel: 'product', words, groups: [Math.ceil((images * cells) / 128), panels, 1], scratch: 0 }
  }

  private kernelGradient(): Dispatch[] {
    const { images } = this.part
    const [taps, cells, features, columns] = [this.word(3), this.word(7), this.word(11), this.word(12)]
    const panels = Math.ceil(columns / panelColumns)
    const tiles = panels * Math.ceil(features / 64)
    const { share, shares } = shared(images * cells, tiles * taps)
    const floats = taps * features * columns
    const words = [
      ...[images, ...this.map(0), taps, this.table(4), this.operand(5), this.table(6), cells],
      ...[...this.map(8), features, columns, this.table(13), panels, share],
    ]
    const dispatches: Dispatch[] = [
      { kernel: 'kernelGradient', words, groups: [tiles, taps, shares], scratch: shares * floats },
      addShares(this.operand(14), floats, shares),
    ]
    const bias = this.operand(15)
    if (bias >= 0) {
      const rows = { map: this.map(8), list: this.table(6), cells, columns }
      dispatches.push(...this.rowSums(rows, bias))
    }
    return dispatches
  }

  /** The sums of rows, of all or of those whose `tap` reads the constant row, added to what is at `to`. */
  private rowSums(
    rows: {
      readonly map: readonly number[]
      readonly list: number
      readonly cells: number
      readonly columns: number
    },
    to: number,
    [taps, table, tap] = [0, -1, 0],
  ): Dispatch[] {
    const { images } = this.part
    const { map, list, cells, columns } = rows
    const { share, shares } = shared(images * cells, columns / 16)
    const words = [images, ...map, list, cells, columns, share, taps, table, tap]
    return [
      { kernel: 'rowSums', words, groups: [columns / 16, shares, 1], scratch: shares * columns },
      addShares(to, columns, shares),
    ]
  }

  /** What a scan and its way back have in common: the product, then steps, hidden, cell states. */
  private scanWords(features: number): number[] {
    const y = this.map(14)
    return [
      ...[...this.map(0), features, this.word(3), this.table(4), this.operand(5), this.table(6)],
      ...[this.operand(8), this.table(9), this.table(11), this.word(12)],
      ...[...y, y[2], this.table(27), this.word(28), this.word(29), ...this.map(30), this.operand(33)],
    ]
  }

  private scan(): Dispatch {
    const words = this.scanWords(this.word(29))
    return { kernel: 'scan', words, groups: [this.part.images, 1, 1], scratch: 0 }
  }

  private scanGradient(): Dispatch[] {
    const [hidden, taps, cells] = [this.word(29), this.word(3), this.word(7)]
    const gates = 4 * hidden
    const [list, before, carried] = [this.table(6), this.table(34), this.map(35)]
    const words = [...this.scanWords(gates), before, ...carried]
    const [initialSums, initialCell] = [this.operand(38), this.operand(39)]
    const dispatches: Dispatch[] = [
      { kernel: 'scanGradient', words, groups: [this.part.images, 1, 1], scratch: 0 },
      ...this.rowSums({ map: carried, list, cells, columns: hidden }, initialCell, [taps, before, 1]),
    ]
    for (let tap = 0; tap < taps; tap++) {
      const rows = { map: this.map(0), list, cells, columns: gates }
      dispatches.push(...this.rowSums(rows, initialSums + tap * gates, [taps, before, tap]))
    }
    return dispatches
  }

  private crossEntropy(): Dispatch[] {
    const { images } = this.part
    const [cells, levels] = [this.word(6), this.word(8)]
    const [nats, natsImage] = this.map(11)
    const words = [
      ...[images, ...this.map(0), ...this.map(3), cells, this.word(7), levels, this.word(9), this.table(10)],
      ...[nats, natsImage, ...this.map(14)],
    ]
    const scratch = images * cells
    return [
      levels === 2
        ? { ...flat('bernoulli', images * cells, words), scratch }
        : { kernel: 'multinomial', words, groups: [cells, images, 1], scratch },
      { kernel: 'imageNats', words: [cells, nats, natsImage], groups: [images, 1, 1], scratch },
    ]
  }

  private combine(): Dispatch {
    const { images } = this.part
    const [cells, columns] = [this.word(10), this.word(11)]
    const words = [
      ...[images, ...this.map(0), ...this.map(3), ...this.map(6)],
      ...[this.table(9), cells, columns, this.word(12)],
    ]
    return flat('combine', (images * cells * columns) / 4, words)
  }

  private patches(): Dispatch {
    const { images } = this.part
    const [cells, columns] = [this.word(6), this.word(10)]
    const words = [
      ...[images, ...this.map(0), this.word(3), this.word(4), this.table(5), cells],
      ...[...this.map(7), columns, this.word(11)],
    ]
    return flat('patches', images * cells * columns, words)
  }

  private sumGradients(): Dispatch {
    const count = this.word(5)
    const from = this.operand(1)
    const words = [this.operand(0), from, this.table(4), count]
    return { ...flat('sumGradients', count, words), scratch: groupsOf(count) }
  }
}

/** Workgroups of a kernel that goes over `count` numbers. */
export function groupsOf(count: number): number {
  return Math.max(1, Math.min(mostGroups, Math.ceil(count / groupSize)))
}

function flat(kernel: KernelName, count: number, words: readonly number[]): Dispatch {
  return { kernel, words, groups: [groupsOf(count), 1, 1], scratch: 0 }
}

function addShares(to: number, count: number, shares: number): Dispatch {
  return flat('addShares', count, [to, count, shares])
}

/** How many shares `rows` are summed in where each is summed by `tiles` workgroups, and how large they are. */
function shared(rows: number, tiles: number): { share: number; shares: number } {
  const wanted = Math.max(1, Math.min(Math.ceil(busyGroups / tiles), Math.ceil(rows / leastShare)))
  const share = Math.ceil(rows / wanted / 16) * 16
  return { share, shares: Math.ceil(rows / share) }
}

/** What the step of an optimizer is judged by, and where its flags lie: norm, scale, whether it is taken, wrong weights. */
export interface StepPlaces {
  readonly nats: number
  readonly images: number
  readonly flags: number
  readonly count: number
}

/** The dispatches that judge a step after its gradients were summed. `limit`: the norm let through; 0: any. */
export function judgeDispatch({ nats, images, flags, count }: StepPlaces, limit: number): Dispatch {
  const words = [flags, groupsOf(count), nats, lineFloats, images, floatBits(limit)]
  return { kernel: 'judgeStep', words, groups: [1, 1, 1], scratch: groupsOf(count) }
}

/** The dispatches of an optimizer's step, whose words `optimizer` gives after the places of its arrays. */
export function optimizerDispatches({ flags, count }: StepPlaces, words: readonly number[]): Dispatch[] {
  return [
    { ...flat('optimizer', count, words), scratch: groupsOf(count) },
    {
      kernel: 'countParts',
      words: [flags + 3, groupsOf(count)],
      groups: [1, 1, 1],
      scratch: groupsOf(count),
    },
  ]
}
