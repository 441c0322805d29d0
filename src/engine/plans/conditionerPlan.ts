import { logitsPerPixel } from '../../shared/model/configuration'
import { joined } from '../models/flatWeights'
import type { Network } from '../models/network'
import { encode, ProgramBuilder } from './builder'
import { features } from './features'
import type { Kernels } from './kernels'
import type { Piece } from './memory'
import { fillHidden, hiddenPieces, planConditioner } from './planConditioner'
import { WeightLayout } from './weightLayout'
import { type Section, Workspace } from './workspace'
import { lines, opcodes } from './words'

export interface ConditionerShape {
  /** Pictures that are looked at at once. */
  readonly batch: number
  readonly height: number
  readonly width: number
}

/** A conditioning network alone, as a program for kernels: what it says of pictures with holes. */
export class ConditionerPlan {
  private readonly workspace: Workspace
  private readonly sections: { readonly pack: Section; readonly run: Section }
  private readonly pieces: { weights: Piece; seen: Piece; counts: Piece; logits: Piece }

  constructor(
    kernels: Kernels,
    private readonly network: Network,
    readonly shape: ConditionerShape,
  ) {
    const { configuration } = network
    const { channels, levels } = configuration
    const { batch, height, width } = shape
    const cells = height * width
    const builder = new ProgramBuilder(kernels.panel, 1)
    const packed = builder.shared(0)
    const layout = new WeightLayout(network, packed)
    const hidden = hiddenPieces(builder, configuration, shape)
    const columns = features(logitsPerPixel(configuration)).width
    const logits = { piece: builder.shared(batch * cells * columns), cells, width: columns }
    const seen = [hidden.seen, lines(cells * (channels + 1)), channels + 1]
    const image = { height, width, channels, levels, map: [] }
    planConditioner(builder, layout, configuration, { image, seen }).forward(logits)
    packed.floats = layout.packedFloats
    const gather = builder.table('gather', () => layout.gatherTable())
    const weights = builder.shared(layout.count)
    const { sharedFloats, localFloats, program, tables } = builder.finish()
    const pack = encode([opcodes.gather, packed, weights, gather, layout.packedFloats])
    const localAt = sharedFloats + lines(program.length + pack.length)
    this.workspace = new Workspace(kernels, {
      bytes: 4 * (localAt + kernels.threads * localFloats),
      ...{ programsAt: sharedFloats, localAt, localFloats, tables },
    })
    this.sections = { pack: this.workspace.place(pack), run: this.workspace.place(program) }
    this.pieces = { weights, ...hidden, logits: logits.piece }
  }

  /** Copies weights in and packs them. */
  setWeights(weights: ReadonlyMap<string, Float32Array>): void {
    const flat = joined(this.network, weights)
    this.workspace.view(this.pieces.weights, flat.length).set(flat)
    this.workspace.runFlat(this.sections.pack)
  }

  /**
   * Levels [count, height, width, C] with holes where `unknown` [count, height, width] is 1 -> what is added to the
   * model's logits, [count, height, width, C * K], channel-major.
   */
  run(levels: ArrayLike<number>, unknown: Uint8Array, count: number): Float32Array {
    const { batch, height, width } = this.shape
    const { configuration } = this.network
    const cells = height * width
    const view = (piece: Piece): Float32Array => this.workspace.view(piece, piece.floats)
    const [seen, counts] = [view(this.pieces.seen), view(this.pieces.counts)]
    fillHidden(seen, counts, { levels, unknown, count, cells, batch, configuration })
    this.workspace.runImages(this.sections.run, count)
    const perPixel = logitsPerPixel(configuration)
    const logits = view(this.pieces.logits)
    const columns = logits.length / (batch * cells)
    const result = new Float32Array(count * cells * perPixel)
    for (let cell = 0; cell < count * cells; cell++) {
      result.set(logits.subarray(cell * columns, cell * columns + perPixel), cell * perPixel)
    }
    return result
  }

  dispose(): void {
    this.workspace.dispose()
  }
}
