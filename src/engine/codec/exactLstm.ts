import type { ModelConfiguration } from '../../shared/model/configuration'
import type { FlatWeights } from '../models/weights'
import {
  accumulate,
  begin,
  exactLayer,
  type ExactLayer,
  type Features,
  groupsOf,
  parameter,
} from './exactLayer'
import { exactSigmoid, exactTanh } from './exactMath'

/** The weights of one LSTM layer, or of one direction of it, and the features of each colour group. */
export interface ExactLstm {
  readonly hidden: number
  readonly toState: ExactLayer
  readonly stateToState: ExactLayer
  readonly initialHidden: Float64Array
  readonly initialCell: Float64Array
  /** Groups of x [2h] and of the state [h]. */
  readonly wide: readonly Features[]
  readonly narrow: readonly Features[]
}

/** Reads the parameters named `name`.inputToState and so on. `model-damaged` where one is missing. */
export function exactLstm(
  { hidden, channels }: Pick<ModelConfiguration, 'hidden' | 'channels'>,
  weights: FlatWeights,
  name: string,
): ExactLstm {
  const gates = { outputs: 4 * hidden }
  return {
    hidden,
    toState: exactLayer(weights, `${name}.inputToState`, { inputs: 2 * hidden, ...gates }),
    stateToState: exactLayer(weights, `${name}.stateToState`, { inputs: hidden, ...gates, biased: false }),
    initialHidden: parameter(weights, `${name}.initialHidden`),
    initialCell: parameter(weights, `${name}.initialCell`),
    wide: groupsOf(2 * hidden, channels),
    narrow: groupsOf(hidden, channels),
  }
}

/** That state [h] at each of `count` pixels. */
export function repeated(state: Float64Array, count: number): Float64Array {
  const states = new Float64Array(count * state.length)
  for (let i = 0; i < count; i++) states.set(state, i * state.length)
  return states
}

/**
 * The gates [4h] of some features of a state, in the order o, f, i, g: bias, then input-to-state, then
 * state-to-state, one product at a time.
 */
export class ExactGates {
  readonly #sums: Float64Array
  readonly #parts: Features[] = []

  constructor(private readonly lstm: ExactLstm) {
    this.#sums = new Float64Array(4 * lstm.hidden)
  }

  /** Begins the gates of the features `own` of the state. */
  begin({ from, to }: Features): void {
    const { hidden, toState } = this.lstm
    for (let gate = 0; gate < 4; gate++) {
      const part = { from: gate * hidden + from, to: gate * hidden + to }
      this.#parts[gate] = part
      begin(this.#sums, toState, part)
    }
  }

  /** Adds the first `count` inputs of one tap of a kernel, which begin at `x[offset]`. */
  add(kernel: 'toState' | 'stateToState', tap: number, x: Float64Array, offset: number, count: number): void {
    for (const part of this.#parts) accumulate(this.#sums, this.lstm[kernel], tap, part, x, offset, count)
  }

  /**
   * The new state of those features: c = s(f) c' + s(i) tanh(g) over the cell state c' at `cell[cellOffset]`,
   * and h = s(o) tanh(c) into `into[offset]`.
   */
  finish(
    { from, to }: Features,
    cell: Float64Array,
    cellOffset: number,
    into: Float64Array,
    offset: number,
  ): void {
    const { hidden } = this.lstm
    const gate = (index: number, j: number): number => this.#sums[index * hidden + j] ?? NaN
    for (let j = from; j < to; j++) {
      const kept = exactSigmoid(gate(1, j)) * (cell[cellOffset + j] ?? NaN)
      const next = kept + exactSigmoid(gate(2, j)) * exactTanh(gate(3, j))
      cell[cellOffset + j] = next
      into[offset + j] = exactSigmoid(gate(0, j)) * exactTanh(next)
    }
  }
}
