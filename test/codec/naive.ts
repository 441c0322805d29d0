import { exactSigmoid, exactTanh } from '../../src/engine/codec/exactMath'
import type { FlatWeights } from '../../src/engine/models/weights'
import { colourGroups } from '../../src/engine/ops/masks'
import { logitsPerPixel, type ModelConfiguration } from '../../src/shared/model/configuration'

interface Layer {
  readonly name: string
  /** Height and width of the kernel. */
  readonly sides: readonly [number, number]
  readonly kind: 'A' | 'B'
  /** Features after which groups begin anew. */
  readonly period?: number
}

/**
 * The logits [H, W, C K] of a network by the definition alone, in doubles: whole maps, dense kernels with
 * their masks, every tap and every zero. Sums run over bias, taps, inputs, in that order; gates go on with
 * state-to-state.
 */
export function naiveLogits(
  configuration: ModelConfiguration,
  weights: FlatWeights,
  levels: Uint8Array,
  height: number,
  width: number,
): Float64Array {
  const { architecture, channels, hidden, layers, outputFeatures, residual, skip } = configuration
  const weight = (name: string): Float32Array => weights.get(name) ?? new Float32Array()

  function convolve(
    x: Float64Array,
    inputs: number,
    outputs: number,
    { name, sides, kind, period }: Layer,
  ): Float64Array {
    const [kernel, bias] = [weight(`${name}.kernel`), weight(`${name}.bias`)]
    const [from, to] = [colourGroups(inputs, channels), colourGroups(outputs, channels, period)]
    const result = new Float64Array(height * width * outputs)
    for (let r = 0; r < height; r++) {
      for (let c = 0; c < width; c++) {
        for (let o = 0; o < outputs; o++) {
          let sum: number = bias[o] ?? NaN
          for (let tap = 0; tap < sides[0] * sides[1]; tap++) {
            const [dr, dc] = [
              Math.floor(tap / sides[1]) - (sides[0] >> 1),
              (tap % sides[1]) - (sides[1] >> 1),
            ]
            const inside = r + dr >= 0 && r + dr < height && c + dc >= 0 && c + dc < width
            for (let i = 0; i < inputs; i++) {
              const colours =
                kind === 'A' ? (from[i] ?? NaN) < (to[o] ?? NaN) : (from[i] ?? NaN) <= (to[o] ?? NaN)
              const open = dr < 0 || (dr === 0 && dc < 0) || (dr === 0 && dc === 0 && colours)
              const value = inside ? (x[((r + dr) * width + c + dc) * inputs + i] ?? NaN) : 0
              sum += (open ? 1 : 0) * value * (kernel[(tap * inputs + i) * outputs + o] ?? NaN)
            }
          }
          result[(r * width + c) * outputs + o] = sum
        }
      }
    }
    return result
  }

  /**
   * Hidden states [H, W, h] from gates [H, W, 4h] without what comes from states. `sources`: the states that a
   * pixel reads, one a tap; `carried`: that whose cell state it goes on from.
   */
  function scan(
    name: string,
    gates: Float64Array,
    sources: (r: number, c: number) => readonly (readonly [number, number])[],
    carried: number,
    beside: 'zeros' | 'initial',
  ): Float64Array {
    const kernel = weight(`${name}.stateToState.kernel`)
    const initial = { hidden: weight(`${name}.initialHidden`), cell: weight(`${name}.initialCell`) }
    const [hiddens, cells] = [new Float64Array(gates.length / 4), new Float64Array(gates.length / 4)]
    const state = (kind: 'hidden' | 'cell', [r, c]: readonly [number, number], j: number): number => {
      const columnInside = c >= 0 && c < width
      if (r >= 0 && columnInside) {
        return (kind === 'hidden' ? hiddens : cells)[(r * width + c) * hidden + j] ?? NaN
      }
      return columnInside || beside === 'initial' ? (initial[kind][j] ?? NaN) : 0
    }
    for (let r = 0; r < height; r++) {
      for (let c = 0; c < width; c++) {
        const read = sources(r, c)
        const gate = (index: number, j: number): number => {
          const o = index * hidden + j
          let sum = gates[(r * width + c) * 4 * hidden + o] ?? NaN
          read.forEach((source, tap) => {
            for (let i = 0; i < hidden; i++) {
              sum += state('hidden', source, i) * (kernel[(tap * hidden + i) * 4 * hidden + o] ?? NaN)
            }
          })
          return sum
        }
        for (let j = 0; j < hidden; j++) {
          const [o, f, i, g] = [gate(0, j), gate(1, j), gate(2, j), gate(3, j)]
          const before = state('cell', read[carried] ?? [NaN, NaN], j)
          const cell = exactSigmoid(f) * before + exactSigmoid(i) * exactTanh(g)
          cells[(r * width + c) * hidden + j] = cell
          hiddens[(r * width + c) * hidden + j] = exactSigmoid(o) * exactTanh(cell)
        }
      }
    }
    return hiddens
  }

  const mirrored = (x: Float64Array, features: number): Float64Array =>
    x.map((_, index) => {
      const [pixel, j] = [Math.floor(index / features), index % features]
      const [r, c] = [Math.floor(pixel / width), pixel % width]
      return x[(r * width + width - 1 - c) * features + j] ?? NaN
    })

  const relu = (x: Float64Array): Float64Array => x.map((value) => Math.max(0, value))
  const add = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, i) => value + (b[i] ?? NaN))
  const pointwise = (name: string): Layer => ({ name, sides: [1, 1], kind: 'B' })

  const toState = (x: Float64Array, name: string, across: number): Float64Array =>
    convolve(x, 2 * hidden, 4 * hidden, {
      name: `${name}.inputToState`,
      sides: [1, across],
      kind: 'B',
      period: hidden,
    })

  function diagonal(x: Float64Array, name: string): Float64Array {
    const sources = (r: number, c: number) => [[r - 1, c] as const, [r, c - 1] as const]
    return scan(name, toState(x, name, 1), sources, 1, 'initial')
  }

  function inner(x: Float64Array, name: string): Float64Array {
    if (architecture === 'pixelcnn') {
      const down = relu(convolve(relu(x), 2 * hidden, hidden, pointwise(`${name}.down`)))
      return relu(convolve(down, hidden, hidden, { name: `${name}.conv`, sides: [3, 3], kind: 'B' }))
    }
    if (architecture === 'row-lstm') {
      const sources = (r: number, c: number) => [-1, 0, 1].map((tap) => [r - 1, c + tap] as const)
      return scan(name, toState(x, name, 3), sources, 1, 'zeros')
    }
    const left = diagonal(x, `${name}.left`)
    const right = mirrored(diagonal(mirrored(x, 2 * hidden), `${name}.right`), hidden)
    const row = width * hidden
    const moved = new Float64Array(right.length)
    moved.set(right.subarray(0, right.length - row), row)
    return add(left, moved)
  }

  const scaled = Float64Array.from(levels, (level) => (2 * level) / (configuration.levels - 1) - 1)
  let x = convolve(scaled, channels, 2 * hidden, { name: 'input', sides: [7, 7], kind: 'A' })
  let skipped: Float64Array | undefined
  for (let i = 0; i < layers; i++) {
    const h = inner(x, `blocks.${i}`)
    const up = convolve(h, hidden, 2 * hidden, pointwise(`blocks.${i}.up`))
    x = residual ? add(x, up) : up
    if (!skip) continue
    const more = convolve(h, hidden, 2 * hidden, pointwise(`blocks.${i}.skip`))
    skipped = skipped ? add(skipped, more) : more
  }
  if (skipped) x = add(x, skipped)
  x = convolve(relu(x), 2 * hidden, outputFeatures, pointwise('output.0'))
  x = convolve(relu(x), outputFeatures, outputFeatures, pointwise('output.1'))
  return convolve(relu(x), outputFeatures, logitsPerPixel(configuration), pointwise('output.2'))
}
