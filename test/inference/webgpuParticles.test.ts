import { afterAll, afterEach, expect, it, vi } from 'vitest'
import { weighParticles } from '../../src/engine/inference/drawParticles'
import { createNetwork } from '../../src/engine/models/createNetwork'
import { disposeTensors, toTensors } from '../../src/engine/models/weights'
import { RandomStream } from '../../src/engine/random/stream'
import { selectRuntime, stopKernels } from '../../src/engine/runtimes/runtime'
import { WebgpuSampler } from '../../src/engine/runtimes/webgpu/webgpuSampler'
import { architectures } from '../../src/shared/model/configuration'
import { randomLevels, strongWeights, tinyConfiguration } from '../engine/fixtures'
import { describeWithAll, optional } from '../support/optional'

const size = { height: 5, width: 4 }
/** Known pixels follow each of them, and weigh particles. */
const unknown = Uint8Array.from({ length: 20 }, (_, pixel) =>
  pixel > 0 && pixel < 16 && pixel % 3 === 1 ? 1 : 0,
)

describeWithAll([optional.webgpu, optional.kernels], 'particles on WebGPU', () => {
  afterEach(() => vi.restoreAllMocks())
  afterAll(() => stopKernels())

  it.each(architectures)(
    'are those of native, weights and all, also when they are copied: %s',
    async (architecture) => {
      const network = createNetwork(tinyConfiguration({ architecture, levels: 4, size: 4 }))
      const known = randomLevels(20, 4, 6)
      const added = new RandomStream(8, 'draw').fillNormal(new Float32Array(20 * 4))
      const copied = vi.spyOn(WebgpuSampler.prototype, 'copyImage')
      const weighed = async (runtime: 'native' | 'webgpu') => {
        await selectRuntime(runtime, { threads: 1 })
        const values = strongWeights(network, 4)
        // So sure of itself that some particles come to nothing.
        values.get('output.2.kernel')?.forEach((value, i, all) => (all[i] = 4 * value))
        const weights = toTensors(network, values)
        const request = {
          ...size,
          known,
          unknown,
          particles: 6,
          count: 2,
          seed: 2,
          temperature: 0.8,
          topP: 0.9,
        }
        const plain = await weighParticles(network, weights, request)
        const ahead = await weighParticles(network, weights, {
          ...request,
          added: { sets: 1, values: added },
        })
        const tilted = await weighParticles(network, weights, {
          ...{ ...request, added: { sets: 2, values: twice(added) }, tilted: true },
        })
        disposeTensors(weights)
        return [...plain, ...ahead, ...tilted]
      }
      const expected = await weighed('native')
      expect(copied).not.toHaveBeenCalled()
      const found = await weighed('webgpu')
      expect(copied.mock.calls.length).toBeGreaterThan(9)
      expect(found.map(({ pictures }) => pictures)).toEqual(expected.map(({ pictures }) => pictures))
      found.forEach(({ logWeights }, i) =>
        logWeights.forEach((weight, j) =>
          expect(Math.abs(weight - (expected[i]?.logWeights[j] ?? NaN))).toBeLessThan(1e-4),
        ),
      )
    },
  )
})

function twice(values: Float32Array): Float32Array {
  const all = new Float32Array(2 * values.length)
  all.set(values)
  all.set(values, values.length)
  return all
}
