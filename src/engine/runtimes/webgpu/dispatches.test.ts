import { describe, expect, it } from 'vitest'
import { createNetwork } from '../../models/createNetwork'
import { architectures, type Architecture } from '../../../shared/model/configuration'
import { tinyConfiguration } from '../../../../test/engine/fixtures'
import type { Dispatch } from './dispatches'
import { dispatchesOf } from './dispatches'
import { deviceProgram } from './webgpuPlan'

const [height, width, layers, hidden] = [5, 4, 2, 16]

/** What a training step of three images runs. */
function dispatched(architecture: Architecture, stepsApart: number): Dispatch[] {
  const network = createNetwork(tinyConfiguration({ architecture, hidden, layers }))
  const training = { optimizer: 'rmsprop', average: false } as const
  const use = { batch: 3, height, width, training }
  const { compiled, addresses } = deviceProgram(network, use, { most: Infinity, stepsApart })
  return dispatchesOf(compiled.programs.run, addresses, 3, stepsApart)
}

const runsOf = (dispatches: readonly Dispatch[], kernel: string): number =>
  dispatches.filter((dispatch) => dispatch.kernel === kernel).length

/** Steps of a layer's scans: a row each, or in both directions a diagonal. */
const steps = { 'row-lstm': height, 'diagonal-bilstm': 2 * (height + width - 1) }
const scans = { 'row-lstm': 1, 'diagonal-bilstm': 2 }
/** Multiplications of the longest step: every position sees two or three others' states, and has four gates. */
const longest = {
  'row-lstm': width * 3 * hidden * 4 * hidden,
  'diagonal-bilstm': Math.min(height, width) * 2 * hidden * 4 * hidden,
}

describe.each(architectures.filter((one) => one !== 'pixelcnn'))('a %s on a card', (architecture) => {
  it('scans each layer in one dispatch where its steps are small', () => {
    const found = dispatched(architecture, longest[architecture] + 1)
    expect(runsOf(found, 'scan')).toBe(layers * scans[architecture])
    expect(runsOf(found, 'scanGradient')).toBe(layers * scans[architecture])
    expect(runsOf(found, 'scanCells')).toBe(0)
  })

  it('takes a product over all images and one more dispatch for each step where they are not', () => {
    const inOne = dispatched(architecture, Infinity)
    const apart = dispatched(architecture, longest[architecture])
    const all = layers * steps[architecture]
    expect([runsOf(apart, 'scan'), runsOf(apart, 'scanGradient')]).toEqual([0, 0])
    expect([runsOf(apart, 'scanCells'), runsOf(apart, 'scanGradientCells')]).toEqual([all, all])
    // The last step of the way back has no later one to hear from.
    const back = all - layers * scans[architecture]
    expect(runsOf(apart, 'product') - runsOf(inOne, 'product')).toBe(all + back)
  })
})
