import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Gate } from '../../src/engine/jobs/gate'
import { runJob } from '../../src/engine/jobs/run'
import { activeKernels } from '../../src/engine/plans/activeKernels'
import { jobSpecificationSchema, type JobSpecificationInput } from '../../src/engine/protocol/specifications'
import { selectRuntime } from '../../src/engine/runtimes/runtime'
import { checkpointSteps } from '../../src/engine/storage/checkpoints'
import { readMetrics } from '../../src/engine/storage/metrics'
import { PixelloomError } from '../../src/shared/errors'
import { TemporaryFolder } from '../data/support'
import { host, putImages, training, watchJob } from './support'

let folder: TemporaryFolder
beforeEach(async () => {
  folder = new TemporaryFolder()
  await putImages(folder, 30)
})
afterEach(() => {
  vi.restoreAllMocks()
  folder.remove()
})

const lossesOf = async (model: string): Promise<number[]> =>
  (await readMetrics(host, folder.at(model))).map(({ loss }) => loss)

/** With so much free memory. */
function runWith(freeMemory: number, specification: JobSpecificationInput) {
  const parts = { host: { ...host, freeMemory: () => freeMemory }, gate: new Gate(() => undefined) }
  return runJob({ ...parts, emit: () => undefined }, jobSpecificationSchema.parse(specification))
}

describe.each(['wasm', 'cpu'] as const)('a training in parts on %s', (runtime) => {
  it('is the one of whole batches, and stays in parts when it goes on', async () => {
    await watchJob(training(folder, { runtime, limit: { steps: 10 } })).end
    await watchJob(training(folder, { runtime, limit: { steps: 6 }, out: folder.at('parts'), microBatch: 3 }))
      .end
    const state = folder.at('parts', 'checkpoints', '6', 'state.json')
    expect(JSON.parse(readFileSync(state, 'utf8'))).toMatchObject({ settings: { batch: 4, microBatch: 3 } })
    const on = { runtime, limit: { steps: 10 }, out: folder.at('parts'), resume: true } as const
    const events = watchJob(training(folder, on))
    await events.end
    const memory = events.events.find((event) => event.type === 'memory')
    expect(memory?.images).toBe(2)
    const whole = await lossesOf('model')
    const parts = await lossesOf('parts')
    expect(parts.at(-1)).toBeCloseTo(whole.at(-1) ?? NaN, 3)
  })

  it('is refused where memory is short, with as many at a time as fit, which then do', async () => {
    const asked = training(folder, { runtime, limit: { steps: 2 }, batch: 8 })
    const refused: unknown = await runWith(1, asked).catch((thrown: unknown) => thrown)
    expect(refused).toMatchObject({ code: 'out-of-memory', memory: { free: 1 } })
    const { needed = 0 } = (refused as PixelloomError).memory ?? {}
    const tight: unknown = await runWith(needed - 1, asked).catch((thrown: unknown) => thrown)
    const { fittingBatch = 0 } = (tight as PixelloomError).memory ?? {}
    expect(fittingBatch).toBeGreaterThan(0)
    expect(fittingBatch).toBeLessThan(8)
    const end = await runWith(needed - 1, { ...asked, microBatch: fittingBatch })
    expect(end).toMatchObject({ cancelled: false, result: { steps: 2 } })
  })
})

describe('a step that finds no memory', () => {
  it('loses nothing: what goes on from there in parts is what was so from the beginning', async () => {
    const native = { runtime: 'wasm', threads: 1 } as const
    await watchJob(training(folder, { ...native, out: folder.at('parts'), microBatch: 2 })).end

    await selectRuntime('wasm', { threads: 1 })
    const kernels = activeKernels()
    if (!kernels) throw new Error('no kernels')
    vi.spyOn(kernels, 'allocate').mockImplementationOnce(() => {
      throw new PixelloomError('out-of-memory', 'This needs 9 GB.')
    })
    const refused: unknown = await watchJob(training(folder, native)).end.catch((thrown: unknown) => thrown)
    expect(refused).toMatchObject({ code: 'out-of-memory', memory: { fittingBatch: 2 } })
    expect(await checkpointSteps(host, folder.at('model'))).toEqual([0])

    await watchJob(training(folder, { ...native, resume: true, configuration: {}, microBatch: 2 })).end
    for (const file of ['weights.safetensors', 'optimizer.safetensors']) {
      const [own, other] = ['model', 'parts'].map((model) =>
        readFileSync(folder.at(model, 'checkpoints', '20', file)),
      )
      expect(own?.equals(other ?? Buffer.of()), file).toBe(true)
    }
  })
})
