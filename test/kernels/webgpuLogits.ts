import { joined } from '../../src/engine/models/flatWeights'
import { lineFloats } from '../../src/engine/plans/words'
import { Arena } from '../../src/engine/runtimes/webgpu/arena'
import type { WebgpuDevice } from '../../src/engine/runtimes/webgpu/webgpuDevice'
import { dispatchesOf } from '../../src/engine/runtimes/webgpu/dispatches'
import { deviceProgram } from '../../src/engine/runtimes/webgpu/webgpuPlan'
import { logitsPerChannel } from '../../src/shared/model/configuration'
import type { LogitsOf } from '../engine/reach'

/**
 * A network's logits on a card: what a plan's dispatches have left up to those that judge them, the last of them where
 * there are two scales.
 */
export function logitsOn({ open }: WebgpuDevice): LogitsOf {
  return async (network, weights, levels, { count, height, width }) => {
    const use = { batch: count, height, width }
    const { compiled, addresses, floats, scratch, stepsApart } = deviceProgram(network, use, {
      most: Infinity,
      stepsApart: open.stepsApart,
    })
    const { programs, pieces } = compiled
    const dispatches = dispatchesOf(programs.run, addresses, count, stepsApart)
    const end = dispatches.findLastIndex(({ kernel }) => kernel === 'multinomial' || kernel === 'bernoulli')
    // As Instruction.crossEntropy has them (dispatches.ts).
    const [, base = 0, image = 0, row = 0] = dispatches[end]?.words ?? []
    const { channels } = network.configuration
    const [cells, columns] = [height * width, channels * logitsPerChannel(network.configuration)]

    const arena = new Arena(open, floats, addresses.integers, scratch)
    try {
      const stride = pieces.pixels.floats / count
      const length = cells * channels
      const places = new Float32Array(count * stride)
      for (let i = 0; i < count; i++) places.set(levels.subarray(i * length, (i + 1) * length), i * stride)
      arena.write(pieces.pixels.offset, places)
      arena.write(pieces.weights.offset, joined(network, weights))
      arena.run(arena.record(dispatchesOf(programs.pack, addresses, 1)))
      arena.run(arena.record(dispatches.slice(0, end)))
      const all = (count - 1) * image + (cells - 1) * row + columns
      const [found = new Float32Array()] = await arena.read([
        { at: base, length: Math.ceil(all / lineFloats) * lineFloats },
      ])
      const logits = new Float32Array(count * cells * columns)
      for (let i = 0; i < count; i++) {
        for (let cell = 0; cell < cells; cell++) {
          const from = i * image + cell * row
          logits.set(found.subarray(from, from + columns), (i * cells + cell) * columns)
        }
      }
      return logits
    } finally {
      arena.dispose()
    }
  }
}
