import type { ModelConfiguration } from '../../shared/model/configuration'
import type { Network } from '../models/network'
import { encode, type FilledTable, ProgramBuilder } from './builder'
import type { Kernels } from './kernels'
import type { Piece } from './memory'
import type { HiddenPieces } from './planConditioner'
import { planNetwork } from './planNetwork'
import { WeightLayout } from './weightLayout'
import { lineFloats, lines, opcodes } from './words'

export interface PlanShape {
  /** The most images of a run; with `train` the images whose mean the gradient is of. */
  readonly batch: number
  readonly height: number
  readonly width: number
  /** Whether gradients are wanted. */
  readonly train: boolean
  /** Flat arrays besides weights and gradients that a user of the plan wants: an optimizer's state. */
  readonly extraArrays?: number
  /** Nats of hidden pixels, with the conditioning network; its gradients are then the only ones. */
  readonly conditioned?: boolean
}

/** What kernels must be known for to plan for them. */
export type PlanTarget = Pick<Kernels, 'panel' | 'threads'> & {
  /** Images that are worked on at a time; left out: what fills a processor's tiles and fits its caches. */
  readonly chunk?: number
}

/** A network's programs and their memory, laid out but not there yet. Offsets are in floats. */
export interface CompiledPlan {
  readonly shape: PlanShape
  /** Floats of all parameters together. */
  readonly count: number
  /** Bytes of all its memory. */
  readonly bytes: number
  /** Where programs lie: behind what threads share. */
  readonly programsAt: number
  /** Where the first thread's own memory begins, and how much each has. */
  readonly localAt: number
  readonly localFloats: number
  readonly tables: readonly FilledTable[]
  readonly programs: Readonly<Record<'pack' | 'run' | 'sum', Int32Array>>
  readonly pieces: PlanPieces
}

/** Memory of a plan that is looked at from outside, all of it shared. */
export interface PlanPieces {
  readonly pixels: Piece
  readonly nats: Piece
  readonly hidden?: HiddenPieces
  readonly weights: Piece
  readonly gradients: Piece
  /** A line for each thread: the sum of squares of its part of the gradient, a double. */
  readonly squares: Piece
  readonly extras: readonly Piece[]
}

/** Room for instructions of the plan's user, in floats. */
const spareFloats = 256

/** Plans a whole network for kernels: its likelihoods, and their gradients where they are wanted. */
export function compilePlan(target: PlanTarget, network: Network, shape: PlanShape): CompiledPlan {
  const { configuration } = network
  const { batch, height, width, train, extraArrays = 0, conditioned = false } = shape
  const { threads, panel } = target
  const chunk = target.chunk ?? chunkOf(configuration, Math.ceil(batch / threads))
  const builder = new ProgramBuilder(panel, chunk)
  const packed = builder.shared(0)
  const layout = new WeightLayout(network, packed)
  const { pixels, nats, hidden } = planNetwork(builder, layout, configuration, {
    ...{ height, width, train, batch, conditioned },
  })
  packed.floats = layout.packedFloats
  const { count } = layout
  const gather = builder.table('gather', () => layout.gatherTable())
  const weights = builder.shared(count)
  const gradientIndex = builder.shared(train ? count : 0)
  const gradients = builder.shared(train ? count : 0)
  const extras = Array.from({ length: extraArrays }, () => builder.shared(count))
  const squares = builder.shared(threads * lineFloats)
  const { sharedFloats, localFloats, program, tables } = builder.finish()

  const localAt = sharedFloats + lines(program.length) + spareFloats
  const firstLocal = (localAt / lineFloats) * 2
  const stride = localFloats / lineFloats
  const sum = [opcodes.sumGradients, gradients, firstLocal, stride, threads, gradientIndex, count, squares]
  return {
    shape,
    count,
    bytes: 4 * (localAt + threads * localFloats),
    programsAt: sharedFloats,
    localAt,
    localFloats,
    tables: train ? [...tables, { offset: gradientIndex.offset, values: layout.gradientTable() }] : tables,
    programs: {
      pack: Int32Array.from(encode([opcodes.gather, packed, weights, gather, layout.packedFloats])),
      run: program,
      sum: Int32Array.from(train ? encode(sum) : []),
    },
    pieces: { pixels, nats, ...(hidden && { hidden }), weights, gradients, squares, extras },
  }
}

/**
 * Images that a thread works on at a time: one where all pixels are computed at once, else what fills tiles. Of a
 * Multi-Scale model the large network says, which has most of the pixels.
 */
function chunkOf({ architecture }: ModelConfiguration, share: number): number {
  return architecture === 'pixelcnn' ? 1 : Math.min(share, 16)
}
