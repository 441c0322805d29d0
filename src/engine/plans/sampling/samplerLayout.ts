import type { Network } from '../../models/network'
import { ProgramBuilder } from '../builder'
import type { Piece } from '../memory'
import { WeightLayout } from '../weightLayout'
import { lineFloats, lines } from '../words'
import { type CellPrograms, planCells } from './planCells'

export interface SamplerShape {
  readonly height: number
  readonly width: number
  /** Images that are drawn at once. */
  readonly count: number
  /** Whether there is a map that conditions it: of a Multi-Scale model's large network. */
  readonly conditioned?: boolean
  /** Whether the logits of every draw are kept. */
  readonly record?: boolean
  /** Sets of what is added to logits, shared out evenly among the images; none where left out. */
  readonly addedSets?: number
}

/** Who draws, as far as memory and programs depend on it. */
export interface SamplerTarget {
  /** Columns of a panel, and floats of a vector. */
  readonly panel: number
  readonly lanes: number
  /** Images whose features lie side by side. */
  readonly chunk: number
  /** Words of a draw: number of the first image, scale, seed. */
  readonly draw: readonly [first: number, scale: number, seed: number]
  /** Floats of what is told of an image's draws, and of a cell's where cells are told of apart. */
  readonly told: { readonly image: number; readonly cell: number }
}

export interface SamplerPieces {
  readonly weights: Piece
  readonly packed: Piece
  /** The table by which weights are packed. */
  readonly gather: Piece
  readonly pixels: Piece
  /** What is done with each cell: a table, written anew for each drawing. */
  readonly kinds: Piece
  /** Temperature and top-p, where programs say where they lie. */
  readonly choice: Piece
  readonly condition: Piece
  readonly record: Piece
  readonly told: Piece
  readonly added: Piece
}

/** Memory and programs of a network that draws images pixel after pixel. */
export function layOutSampler(
  { panel, lanes, chunk, draw, told: each }: SamplerTarget,
  network: Network,
  { height, width, count, conditioned = false, record = false, addedSets = 0 }: SamplerShape,
) {
  const { configuration } = network
  const { channels, hidden, levels } = configuration
  const cells = height * width
  const builder = new ProgramBuilder(panel, chunk)
  const packed = builder.shared(0)
  const layout = new WeightLayout(network, packed)
  /** Floats of an image's levels. */
  const pixelFloats = lines(cells * channels)
  const pixels = builder.shared(count * pixelFloats)
  const choice = builder.shared(lineFloats)
  const told = builder.shared(count * each.image)
  const kinds = builder.table('kinds of cells', () => new Int32Array(cells))
  const features = lines(hidden)
  const condition = builder.shared(conditioned ? count * cells * features : 0)
  /** Floats of a cell's logits. */
  const columns = channels * lines(levels)
  const recorded = builder.shared(record ? count * cells * columns : 0)
  const added = builder.shared(addedSets * cells * columns)
  const ring = 2 ** Math.ceil(Math.log2(2 * width + 1))
  // One row more than the ring has: maps a power of two apart would all want the same few places of the caches.
  const rows = ring + 1
  const programs: CellPrograms = planCells(
    builder,
    layout,
    configuration,
    { height, width, lanes, rows },
    {
      pixels: [pixels, pixelFloats, channels],
      draw: [...draw, choice],
      sums: [told, each.image, each.cell],
      added: [...(addedSets > 0 ? [added] : [-1]), cells * columns, columns, count / Math.max(1, addedSets)],
      condition: conditioned ? [condition, cells * features, features] : undefined,
      record: record ? [recorded, cells * columns, columns] : undefined,
    },
  )
  packed.floats = layout.packedFloats
  const gather = builder.table('gather', () => layout.gatherTable())
  const weights = builder.shared(layout.count)
  const { sharedFloats, localFloats, tables } = builder.finish()
  const pieces: SamplerPieces = {
    ...{ weights, packed, gather, pixels, kinds, choice, condition, record: recorded, told, added },
  }
  return {
    ...{ programs, pieces, sharedFloats, localFloats, tables, pixelFloats, columns, cells },
    packedFloats: layout.packedFloats,
    /** Cells lie in rows of maps by their number, and this. */
    ring: ring - 1,
    /** The maps that hold all that is known of an image while it is drawn. */
    features: builder.keptMaps,
  }
}

/** Puts logits [cells, C * K], channel-major, to the columns where programs look for them. */
export function placeLogits(
  target: Float32Array,
  values: Float32Array,
  { configuration: { channels, levels } }: Network,
  { logits }: CellPrograms,
): void {
  const perChannel = levels === 2 ? 1 : levels
  const columns = channels * lines(levels)
  for (let from = 0, cell = 0; from < values.length; cell++) {
    for (let channel = 0; channel < channels; channel++, from += perChannel) {
      const { first = 0 } = logits.colours[channel] ?? {}
      target.set(values.subarray(from, from + perChannel), cell * columns + first)
    }
  }
}

/** Puts rows of `hidden` features to rows of whole lines. */
export function placeConditions(target: Float32Array, values: Float32Array, hidden: number): void {
  for (let cell = 0; cell * hidden < values.length; cell++) {
    target.set(values.subarray(cell * hidden, (cell + 1) * hidden), cell * lines(hidden))
  }
}
