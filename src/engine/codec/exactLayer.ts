import type { FlatWeights } from '../models/weights'
import { missingParameter } from '../models/layer'

/** Features [from, to) of one colour group: those that one channel of a pixel adds. */
export interface Features {
  readonly from: number
  readonly to: number
}

/**
 * The features of each colour group (models.md, "Masks": feature j belongs to group floor(j C / F)), one
 * after another; a group may be empty.
 */
export function groupsOf(features: number, colours: number): Features[] {
  return Array.from({ length: colours }, (_, group) => ({
    from: Math.ceil((group * features) / colours),
    to: Math.ceil(((group + 1) * features) / colours),
  }))
}

/** A kernel [taps, inputs, outputs] and its bias as doubles. Masked entries are never looked at. */
export interface ExactLayer {
  readonly kernel: Float64Array
  readonly bias: Float64Array
  readonly inputs: number
  readonly outputs: number
}

/** The layer of that name; a kernel without a bias has none, and zeros then. */
export function exactLayer(
  weights: FlatWeights,
  name: string,
  { inputs, outputs, biased = true }: { inputs: number; outputs: number; biased?: boolean },
): ExactLayer {
  const bias = biased ? parameter(weights, `${name}.bias`) : new Float64Array(outputs)
  return { kernel: parameter(weights, `${name}.kernel`), bias, inputs, outputs }
}

/** A parameter as doubles. `model-damaged` where it is missing. */
export function parameter(weights: FlatWeights, name: string): Float64Array {
  const values = weights.get(name)
  if (!values) throw missingParameter(name)
  return Float64Array.from(values)
}

/** Begins the sums of some outputs with their bias. */
export function begin(sums: Float64Array, { bias }: ExactLayer, { from, to }: Features): void {
  for (let o = from; o < to; o++) sums[o] = bias[o] ?? 0
}

/**
 * Adds to outputs [from, to) of `sums` the first `count` inputs of one tap, which begin at `x[offset]`: one
 * product and one sum at a time, in the order of the inputs. Zeros are passed over, since adding them
 * changes nothing.
 */
export function accumulate(
  sums: Float64Array,
  { kernel, inputs, outputs }: ExactLayer,
  tap: number,
  { from, to }: Features,
  x: Float64Array,
  offset: number,
  count: number,
): void {
  for (let i = 0; i < count; i++) {
    const value = x[offset + i] ?? 0
    if (value === 0) continue
    const row = (tap * inputs + i) * outputs
    for (let o = from; o < to; o++) sums[o] = (sums[o] ?? 0) + value * (kernel[row + o] ?? 0)
  }
}

/** max(x, 0) of some features, from one array into another. */
export function rectify(from: Float64Array, into: Float64Array, features: Features, offset = 0): void {
  for (let i = features.from; i < features.to; i++) {
    const value = from[i] ?? 0
    into[offset + i] = value > 0 ? value : 0
  }
}
