import { floatBits, lineFloats, opcodes } from '../../plans/words'
import type { Addresses } from './addresses'
import { InstructionWords, type Part } from './instructionWords'
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

/**
 * The dispatches of a program for kernels (src/kernels/program.h), of `images` images. A scan is one, or where a step of
 * one image has `stepsApart` multiplications or more, two a step.
 */
export function dispatchesOf(
  program: Int32Array,
  addresses: Addresses,
  images: number,
  stepsApart = Infinity,
): Dispatch[] {
  return programOf(program, { addresses, stepsApart }, { first: 0, images })
}

/** What the dispatches of all instructions depend on. */
interface Target {
  readonly addresses: Addresses
  readonly stepsApart: number
}

function programOf(program: Int32Array, target: Target, part: Part): Dispatch[] {
  const dispatches: Dispatch[] = []
  for (let at = 0; at < program.length;) {
    const [opcode = 0, length = 0] = program.subarray(at, at + 2)
    const words = program.subarray(at + 2, at + length)
    if (opcode === opcodes.once) {
      dispatches.push(...programOf(words, target, { first: 0, images: 1 }))
    } else if (opcode === opcodes.inChunks) {
      const chunk = words[0] ?? 1
      for (let done = 0; done < part.images; done += chunk) {
        const images = Math.min(chunk, part.images - done)
        dispatches.push(...programOf(words.subarray(1), target, { first: part.first + done, images }))
      }
    } else {
      dispatches.push(...new Instruction(words, target, part).dispatches(opcode))
    }
    at += length
  }
  return dispatches
}

/** An instruction as kernels run it. */
class Instruction extends InstructionWords {
  private readonly stepsApart: number

  constructor(words: Int32Array, { addresses, stepsApart }: Target, part: Part) {
    super(words, addresses, part)
    this.stepsApart = stepsApart
  }

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
        return this.scan()
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
    return productDispatch(words, images * cells, panels)
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
  private scanWords(features: number, steps: { readonly at: number; readonly count: number }): number[] {
    const y = this.map(14)
    return [
      ...[...this.map(0), features, this.word(3), this.table(4), this.operand(5), this.table(6)],
      ...[this.operand(8), this.table(9), this.table(11), this.word(12)],
      ...[...y, y[2], steps.at, steps.count, this.word(29), ...this.map(30), this.operand(33)],
    ]
  }

  private scan(): Dispatch[] {
    const { images } = this.part
    const [at, count, hidden] = [this.table(27), this.word(28), this.word(29)]
    if (this.isInOne) {
      const words = this.scanWords(hidden, { at, count })
      return [{ kernel: 'scan', words, groups: [images, 1, 1], scratch: 0 }]
    }
    return this.steps.flatMap((step, i) => [
      this.stepProduct(step),
      this.stepCells('scanCells', this.scanWords(hidden, { at: at + 2 * i, count: 1 }), step),
    ])
  }

  /** Whether a scan's steps are few multiplications, of which one workgroup makes an image's. */
  private get isInOne(): boolean {
    const most = Math.max(...this.steps.map(({ count }) => count))
    return most * this.multiplications() < this.stepsApart
  }

  /** The positions of each step of a scan. */
  private get steps(): Step[] {
    const { integers } = this.addresses
    const at = this.table(27)
    return Array.from({ length: this.word(28) }, (_, i) => ({
      first: integers[at + 2 * i] ?? 0,
      count: integers[at + 2 * i + 1] ?? 0,
    }))
  }

  /** Those of one position in a product's packed kernel. */
  private multiplications(): number {
    const { integers } = this.addresses
    const segments = this.word(12)
    let [sum, at] = [0, this.table(9)]
    for (let panel = 0; panel < this.word(10); panel++) {
      const [, columns = 0] = integers.subarray(at, at + 2)
      const bounds = integers.subarray(at + 3, at + 3 + 2 * segments)
      for (let s = 0; s < segments; s++) sum += columns * ((bounds[2 * s + 1] ?? 0) - (bounds[2 * s] ?? 0))
      at += 3 + 2 * segments
    }
    return sum
  }

  /** The state-to-state product of one step, of all images: y += x kernel. */
  private stepProduct({ first, count }: Step): Dispatch {
    const { images } = this.part
    const y = this.map(14)
    const words = [
      ...[images, ...this.map(0), this.word(3), this.table(4) + first * this.word(3), this.operand(5)],
      ...[this.table(6) + first, count, this.operand(8), this.table(9), this.table(11), this.word(12), -1],
      ...[...y, ...y, ...[-1, 0, 0], ...[-1, 0, 0], 0],
    ]
    return productDispatch(words, images * count, this.word(10))
  }

  private stepCells(kernel: KernelName, words: readonly number[], { count }: Step): Dispatch {
    const quads = (count * this.word(29)) / 4
    return { kernel, words, groups: [groupsOf(quads), this.part.images, 1], scratch: 0 }
  }

  private scanGradient(): Dispatch[] {
    const [hidden, taps, cells] = [this.word(29), this.word(3), this.word(7)]
    const gates = 4 * hidden
    const [list, before, carried] = [this.table(6), this.table(34), this.map(35)]
    const [initialSums, initialCell] = [this.operand(38), this.operand(39)]
    const dispatches: Dispatch[] = [
      ...this.scanBack((steps) => [...this.scanWords(gates, steps), before, ...carried]),
      ...this.rowSums({ map: carried, list, cells, columns: hidden }, initialCell, [taps, before, 1]),
    ]
    for (let tap = 0; tap < taps; tap++) {
      const rows = { map: this.map(0), list, cells, columns: gates }
      dispatches.push(...this.rowSums(rows, initialSums + tap * gates, [taps, before, tap]))
    }
    return dispatches
  }

  /** The scan of the gradient alone, of the words that `wordsOf` has for some of the steps. */
  private scanBack(wordsOf: (steps: { at: number; count: number }) => number[]): Dispatch[] {
    const { images } = this.part
    const [at, count] = [this.table(27), this.word(28)]
    if (this.isInOne) {
      return [{ kernel: 'scanGradient', words: wordsOf({ at, count }), groups: [images, 1, 1], scratch: 0 }]
    }
    return this.steps
      .flatMap((step, i) => [
        this.stepCells('scanGradientCells', wordsOf({ at: at + 2 * i, count: 1 }), step),
        // What the last step's states are read by is not within the scan.
        ...(i < count - 1 ? [this.stepProduct(step)] : []),
      ])
      .toReversed()
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

/** Positions of a step of a scan. */
interface Step {
  readonly first: number
  readonly count: number
}

function productDispatch(words: readonly number[], cells: number, panels: number): Dispatch {
  return { kernel: 'product', words, groups: [Math.ceil(cells / 128), panels, 1], scratch: 0 }
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
