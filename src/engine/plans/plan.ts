import { joined } from '../models/flatWeights'
import type { Network } from '../models/network'
import type { Word } from './builder'
import { compilePlan, type PlanPieces, type PlanShape } from './compile'
import type { Kernels } from './kernels'
import type { Piece } from './memory'
import { fillHidden } from './planConditioner'
import { type Section, Workspace } from './workspace'
import { lineFloats } from './words'

/**
 * A network's likelihoods, and gradients if wanted, as programs for kernels, with memory for a batch. Threads
 * share out the images; each goes through the network a few images at a time, as many as its caches like.
 */
export class Plan {
  /** Floats of all parameters together. */
  readonly count: number
  /** Bytes that it holds until `dispose`. */
  readonly bytes: number
  /** All parameters one after another, in the network's order. */
  readonly weights: Float32Array
  /** The same of their gradients, once summed. */
  readonly gradients: Float32Array
  /** The flat arrays that were asked for besides. */
  readonly extras: readonly Float32Array[]
  /** For instructions of the plan's user. */
  readonly pieces: PlanPieces
  private readonly workspace: Workspace
  private readonly sections: Readonly<Record<'pack' | 'run' | 'sum', Section>>

  constructor(
    private readonly kernels: Kernels,
    private readonly network: Network,
    readonly shape: PlanShape,
  ) {
    const compiled = compilePlan(kernels, network, shape)
    const { count, pieces, programs } = compiled
    const workspace = new Workspace(kernels, compiled)
    this.workspace = workspace
    this.count = count
    this.bytes = compiled.bytes
    this.pieces = pieces
    this.sections = {
      pack: workspace.place(programs.pack),
      run: workspace.place(programs.run),
      sum: workspace.place(programs.sum),
    }
    this.weights = workspace.view(pieces.weights, count)
    this.gradients = workspace.view(pieces.gradients, shape.train ? count : 0)
    this.extras = pieces.extras.map((piece) => workspace.view(piece, count))
  }

  /** Copies weights in and packs them. */
  setWeights(weights: ReadonlyMap<string, Float32Array>): void {
    this.weights.set(joined(this.network, weights))
    this.pack()
  }

  /** Lays the weights out as products read them: call it after they have changed. */
  pack(): void {
    this.workspace.runFlat(this.sections.pack)
  }

  /**
   * Nats of each of `count` images of levels [count, H, W, C]; with `train` also each thread's gradients. A
   * conditioned plan judges the pixels with a 1 in `unknown` [count, H, W].
   */
  run(levels: ArrayLike<number>, count: number, unknown?: Uint8Array): Float32Array {
    const { batch, height, width } = this.shape
    if (count > batch) throw new Error(`${count} images for a plan of ${batch}`)
    const length = height * width * this.network.configuration.channels
    if (levels.length < count * length) throw new Error(`${levels.length} levels for ${count} images`)
    const { pixels, nats, hidden } = this.pieces
    if ((hidden === undefined) !== (unknown === undefined))
      throw new Error('hidden pixels, but no plan for them')
    const stride = pixels.floats / batch
    const places = this.workspace.view(pixels, pixels.floats)
    for (let image = 0; image < count; image++) {
      for (let i = 0; i < length; i++) places[image * stride + i] = levels[image * length + i] ?? 0
    }
    if (hidden && unknown) {
      const view = (piece: Piece): Float32Array => this.workspace.view(piece, piece.floats)
      const { configuration } = this.network
      const cells = height * width
      fillHidden(view(hidden.seen), view(hidden.counts), {
        levels,
        unknown,
        count,
        cells,
        batch,
        configuration,
      })
    }
    this.workspace.runImages(this.sections.run, count)
    const found = this.workspace.view(nats, nats.floats)
    return Float32Array.from({ length: count }, (_, image) => found[image * lineFloats] ?? NaN)
  }

  /** Adds up the threads' gradients of the last run into `gradients`; returns their norm. */
  sumGradients(): number {
    this.workspace.runFlat(this.sections.sum)
    const { threads } = this.kernels
    const squares = this.workspace.doubles(this.pieces.squares, (threads * lineFloats) / 2)
    let sum = 0
    for (let thread = 0; thread < threads; thread++) sum += squares[(thread * lineFloats) / 2] ?? NaN
    return Math.sqrt(sum)
  }

  /** What each thread's part of the last optimizer step left: 1 where all its weights are numbers, else 0. */
  threadFlags(): number[] {
    const { squares } = this.pieces
    const flags = this.workspace.view(squares, squares.floats)
    return Array.from({ length: this.kernels.threads }, (_, thread) => flags[thread * lineFloats] ?? NaN)
  }

  /** An instruction over flat arrays, for `runFlat`; its words may be changed between runs. */
  instruction(words: readonly Word[]): { section: Section; words: Int32Array } {
    return this.workspace.instruction(words)
  }

  /** Runs an instruction, each thread doing its share of the flat arrays. */
  runFlat(section: Section): void {
    this.workspace.runFlat(section)
  }

  dispose(): void {
    this.workspace.dispose()
  }
}
