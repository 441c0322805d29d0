import {
  logitsPerChannel,
  logitsPerPixel,
  type ModelConfiguration,
} from '../../../shared/model/configuration'
import type { MaskKind } from '../../ops/masks'
import { diagonalWavefront, rowWavefront } from '../../ops/wavefront'
import { type FeatureMap, mapWords, type ProgramBuilder, type Word } from '../builder'
import { tapTable } from '../taps'
import type { WeightLayout } from '../weightLayout'
import { floatBits, opcodes } from '../words'
import { cellConvolution, type CellConvolutionShape } from './cellConvolution'
import { cellLayer, type CellLayer, CellProgram } from './cellProgram'
import { cellScan } from './cellScan'
import { colourFeatures, type ColourFeatures } from './colourFeatures'

const inputSide = 7

export interface CellShape {
  readonly height: number
  readonly width: number
  readonly lanes: number
  /** Rows of the maps of features, which are rings. */
  readonly rows: number
}

/** Where pixels lie, and what a draw needs to know. */
export interface CellData {
  /** Words of the map of levels, [height * width][channels] for each image, in shared memory. */
  readonly pixels: readonly Word[]
  /** Words of `cellDraw` after the channel: number of the first image, scale, seed, choice. */
  readonly draw: readonly Word[]
  /** Words of the map of what is summed of each image: doubles, as sample.h has them. */
  readonly sums: readonly Word[]
  /** Words of what is added to logits: where, floats of a set, floats of a cell; then images that share a set. */
  readonly added: readonly Word[]
  /** Words of the map that a Multi-Scale model's large network is conditioned by, [height * width][h]. */
  readonly condition?: readonly Word[] | undefined
  /** Words of a map that keeps all logits, [height * width][columns]; none: they are not kept. */
  readonly record?: readonly Word[] | undefined
}

/** What is done for cells in raster order; see src/kernels/sample.h. */
export interface CellPrograms {
  readonly rowBegin: CellProgram
  readonly known: CellProgram
  /** For known cells whose likelihood is wanted. */
  readonly judged: CellProgram
  /** One for each colour. */
  readonly unknown: readonly CellProgram[]
  readonly rowEnd: CellProgram
  /** How logits lie in a row of `record`. */
  readonly logits: ColourFeatures
}

/** The inner part of a block: from the block's input to h features. */
interface CellInner {
  readonly inner: FeatureMap
  /** Of known cells only what others see is computed where `last` says that nothing else will be read. */
  emit(program: CellProgram, colours: readonly number[], onlySeen: boolean): void
  /** What rows above come to, for all cells of a row at once: each weight is then read once for several cells. */
  emitRowBegin(program: CellProgram): void
  emitRowEnd(program: CellProgram): void
}

/**
 * models/createNetwork.ts for one cell after another. What a layer sees in the rows above it knows for a whole row
 * when that begins; the rest it learns from cell to cell. Within a pixel the programs of its colours compute the
 * features of one colour each, from the first layer to the logits, so that each is computed once.
 */
export function planCells(
  builder: ProgramBuilder,
  weights: WeightLayout,
  configuration: ModelConfiguration,
  { height, width, lanes, rows }: CellShape,
  data: CellData,
): CellPrograms {
  const {
    channels: colours,
    hidden,
    layers,
    outputFeatures,
    residual,
    skip,
    levels,
    architecture,
  } = configuration
  const wide = colourFeatures(2 * hidden, colours)
  const narrow = colourFeatures(hidden, colours)
  const open = colourFeatures(outputFeatures, colours)
  const logits = colourFeatures(logitsPerPixel(configuration), colours)
  const map = (of: ColourFeatures): FeatureMap => builder.keptMap(rows, of.width)
  const convolution = (
    name: string,
    kernel: readonly [number, number],
    inputs: ColourFeatures,
    outputs: ColourFeatures,
    more: Pick<CellConvolutionShape, 'patchTaps' | 'rows'> & { kind?: MaskKind } = {},
  ): CellLayer =>
    cellConvolution(builder, weights, lanes, name, {
      ...{ height, width, colours, kind: 'B', kernel, inputs, outputs },
      ...more,
    })

  // Mask A closes the pixel itself to all where there is one colour only.
  const centre = (inputSide >> 1) * inputSide + (inputSide >> 1)
  const seenTaps = Array.from({ length: centre + (colours === 1 ? 0 : 1) }, (_, tap) => tap)
  const patches = builder.keptMap(rows, seenTaps.length * colours)
  const seenOffsets = seenTaps.map((tap) => ({
    row: Math.floor(tap / inputSide) - (inputSide >> 1),
    column: (tap % inputSide) - (inputSide >> 1),
  }))
  const seenTable = builder.table('cell patches', () => tapTable(height, width, seenOffsets))
  const pixelFeatures = colourFeatures(colours, 1)
  const input = convolution('input', [inputSide, inputSide], pixelFeatures, wide, {
    ...{ kind: 'A', patchTaps: seenTaps },
  })
  const usesRelu = architecture === 'pixelcnn'
  const conditionFeatures = colourFeatures(hidden, 1)
  const condition = data.condition && map(conditionFeatures)
  /** What the upsampled small image adds to a layer (section 3.6): not masked, for all of it is known. */
  const conditionOf = (name: string, outputs: ColourFeatures): CellLayer | undefined => {
    if (!condition) return undefined
    const first = weights.offsetOf(`${name}.condition.kernel`)
    const source = (k: number, column: number): number => {
      const [from, to] = [conditionFeatures.featureAt[k] ?? -1, outputs.featureAt[column] ?? -1]
      return from < 0 || to < 0 ? -1 : first + from * outputs.count + to
    }
    const segments = [{ tap: 0, offset: 0, length: conditionFeatures.width, source }]
    return cellLayer(builder, weights, `${name}.condition`, lanes, { outputs, segments })
  }

  const innerOf = (prefix: string, x: FeatureMap): CellInner => {
    if (architecture === 'pixelcnn') {
      const down = convolution(`${prefix}.down`, [1, 1], wide, narrow)
      const above = convolution(`${prefix}.conv`, [3, 3], narrow, narrow, { rows: 'above' })
      const conv = convolution(`${prefix}.conv`, [3, 3], narrow, narrow, { rows: 'own' })
      const biased = conditionOf(prefix, narrow)
      const [reduced, fromAbove, inner] = [map(narrow), map(narrow), map(narrow)]
      return {
        inner,
        emitRowBegin: (program) => above.emit(program, all, reduced, fromAbove),
        emit(program, of, onlySeen) {
          down.emit(program, of, x, reduced, { relu: !biased })
          if (condition) biased?.emit(program, of, condition, reduced, { add: reduced, relu: true })
          if (!onlySeen) conv.emit(program, of, reduced, inner, { add: fromAbove, relu: true })
        },
        emitRowEnd: () => undefined,
      }
    }
    const gates = colourFeatures(hidden, colours, 4)
    if (architecture === 'row-lstm') {
      const toState = convolution(`${prefix}.inputToState`, [1, 3], wide, gates)
      const biased = conditionOf(prefix, gates)
      const opened = map(gates)
      const scan = cellScan(builder, weights, lanes, prefix, rowWavefront(height, width), {
        ...{ states: narrow, gates, rows },
      })
      return {
        inner: scan.hidden,
        emitRowBegin: (program) => scan.emitAbove(program, all),
        emit(program, of) {
          toState.emit(program, of, x, opened, { add: scan.above })
          if (condition) biased?.emit(program, of, condition, opened, { add: opened })
          scan.emit(program, of, opened)
        },
        emitRowEnd: () => undefined,
      }
    }
    const direction = (name: string, from: 'left' | 'right') => {
      const wavefront = diagonalWavefront(height, width, from === 'left' ? 'left-to-right' : 'right-to-left')
      const opened = map(gates)
      const toState = convolution(`${name}.inputToState`, [1, 1], wide, gates)
      const biased = conditionOf(name, gates)
      const scan = cellScan(builder, weights, lanes, name, wavefront, {
        ...{ states: narrow, gates, rows },
        along: `from the ${from}`,
      })
      return {
        hidden: scan.hidden,
        emitAbove: (program: CellProgram) => scan.emitAbove(program, all),
        emit(program: CellProgram, of: readonly number[]) {
          toState.emit(program, of, x, opened, { add: scan.above })
          if (condition) biased?.emit(program, of, condition, opened, { add: opened })
          scan.emit(program, of, opened)
        },
      }
    }
    const [left, right] = [direction(`${prefix}.left`, 'left'), direction(`${prefix}.right`, 'right')]
    const inner = map(narrow)
    const above = builder.table('cell above', () => tapTable(height, width, [{ row: -1, column: 0 }]))
    return {
      inner,
      emitRowBegin: left.emitAbove,
      emit(program, of) {
        left.emit(program, of)
        combine(program, of, narrow, inner, left.hidden, right.hidden, above)
      },
      // It has seen the rest of its row, so that only the row below may look at it (models.md).
      emitRowEnd(program) {
        right.emitAbove(program)
        right.emit(program, all)
      },
    }
  }

  /** y = a + b for some colours, b perhaps of another cell. */
  function combine(
    program: CellProgram,
    of: readonly number[],
    layout: ColourFeatures,
    ...[y, a, b, table, relu = 0]: [FeatureMap, FeatureMap | undefined, FeatureMap, Word, number?]
  ): void {
    for (const colour of of) {
      const range = layout.colours[colour]
      if (!range || range.width === 0) continue
      program.add(
        opcodes.cellCombine,
        ...mapWords(y),
        ...mapWords(a),
        ...mapWords(b),
        table,
        range.first,
        range.width,
        relu,
      )
    }
  }

  const all = Array.from({ length: colours }, (_, colour) => colour)
  const firstX = map(wide)
  const firstSeen = usesRelu ? map(wide) : firstX
  let x = firstX
  let seen = firstSeen
  const skips = skip && layers > 0 ? map(wide) : undefined
  const blocks = Array.from({ length: layers }, (_, i) => {
    const prefix = `blocks.${i}`
    const inner = innerOf(prefix, seen)
    const up = convolution(`${prefix}.up`, [1, 1], narrow, wide)
    const skipOut = skips && convolution(`${prefix}.skip`, [1, 1], narrow, wide)
    const from = x
    // Only an LSTM's input is looked at again, by the colours that follow and at the end of a row.
    x = usesRelu ? firstX : map(wide)
    const next = x
    const nextSeen = usesRelu ? map(wide) : x
    seen = nextSeen
    return { inner, up, skipOut, from, next, nextSeen, last: i === layers - 1 }
  })

  const forward = (program: CellProgram, of: readonly number[], known: boolean): void => {
    // Once for all colours of a pixel.
    if (data.condition && of.includes(0)) {
      program.add(opcodes.cellFetch, ...data.condition, ...mapWords(condition), conditionFeatures.width)
    }
    program.add(
      opcodes.cellPatches,
      ...data.pixels,
      colours,
      seenTaps.length,
      seenTable,
      ...mapWords(patches),
      patches.width,
      floatBits(2 / (levels - 1)),
    )
    input.emit(program, of, patches, firstX, usesRelu ? { copy: firstSeen } : {})
    blocks.forEach(({ inner, up, skipOut, from, next, nextSeen, last }, i) => {
      inner.emit(program, of, known && last)
      if (!(known && last)) {
        const copy = usesRelu ? nextSeen : undefined
        up.emit(program, of, inner.inner, next, { add: residual ? from : undefined, copy })
      }
      if (skipOut && skips && !known)
        skipOut.emit(program, of, inner.inner, skips, { add: i > 0 ? skips : undefined })
    })
  }

  const outs = [
    convolution('output.0', [1, 1], wide, open),
    convolution('output.1', [1, 1], open, open),
    convolution('output.2', [1, 1], open, logits),
  ] as const
  const bent = [map(wide), map(open), map(open)] as const
  const logitMap = map(logits)
  const known = new CellProgram()
  forward(known, all, true)
  /** All of the network, up to the logits of some colours. */
  const whole = (of: readonly number[]): CellProgram => {
    const program = new CellProgram()
    forward(program, of, false)
    combine(program, of, wide, bent[0], skips, x, -1, 1)
    outs[0].emit(program, of, bent[0], bent[1], { relu: true })
    outs[1].emit(program, of, bent[1], bent[2], { relu: true })
    outs[2].emit(program, of, bent[2], logitMap)
    return program
  }
  const judged = whole(all)
  for (const colour of all) {
    const first = logits.colours[colour]?.first ?? 0
    judged.add(opcodes.cellJudge, ...mapWords(logitMap), first, levels, ...data.pixels, colour, ...data.sums)
  }
  const unknown = all.map((colour) => {
    const program = whole([colour])
    const range = logits.colours[colour]
    const first = range?.first ?? 0
    if (data.record) {
      program.add(
        opcodes.cellRecord,
        ...mapWords(logitMap),
        first,
        logitsPerChannel(configuration),
        ...data.record,
      )
    }
    program.add(
      opcodes.cellDraw,
      ...mapWords(logitMap),
      first,
      levels,
      ...data.pixels,
      colour,
      ...data.draw,
      ...data.sums,
      ...data.added,
    )
    return program
  })
  const rowBegin = new CellProgram()
  for (const { inner } of blocks) inner.emitRowBegin(rowBegin)
  const rowEnd = new CellProgram()
  for (const { inner } of blocks) inner.emitRowEnd(rowEnd)
  return { rowBegin, known, judged, unknown, rowEnd, logits }
}
