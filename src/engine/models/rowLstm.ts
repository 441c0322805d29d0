import { rowLstmScan } from '../ops/rowLstmScan'
import type { InnerFactory } from './inner'
import { lstmParts } from './lstm'

/**
 * The Row LSTM's block (section 3.1 of the paper, figures 4 left and 5 right): a row at a time from the
 * top, each state from the three above it, so that it sees a triangle above the pixel.
 *
 *     x, 2h -> input-to-state 1x3, 4h -> scan with state-to-state 1x3 -> h
 */
export const rowLstmInner: InnerFactory = (configuration, prefix) => {
  const parts = lstmParts(configuration, prefix, 3, [1, 3])
  return {
    parameters: parts.parameters,
    reachRows: Infinity,
    apply: (weights, x, map) => rowLstmScan(parts.toState(weights, x, map), ...parts.states(weights)),
  }
}
