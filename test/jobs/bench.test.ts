import { describe, expect, it } from 'vitest'
import { createNodeHost } from '../../src/engine/hosts/node/host'
import { Gate } from '../../src/engine/jobs/gate'
import { runJob } from '../../src/engine/jobs/run'
import { jobSpecificationSchema } from '../../src/engine/protocol/specifications'
import { tiny } from './support'

const shape = { channels: 1, levels: 4, residual: true, skip: false } as const
const specification = jobSpecificationSchema.parse({
  ...{ kind: 'bench', batch: 1, runs: 1 },
  configuration: { ...tiny, ...shape },
})

describe('what a measurement tells', () => {
  it('is a time, and the memory of the process as the host tells it', async () => {
    const host = { ...createNodeHost(), peakMemory: () => 123456789 }
    const end = await runJob({ host, gate: new Gate(() => undefined), emit: () => undefined }, specification)
    expect(end).toMatchObject({ cancelled: false, result: { kind: 'bench', memoryBytes: 123456789 } })
    expect('result' in end && end.result?.kind === 'bench' ? end.result.seconds : 0).toBeGreaterThan(0)
  })

  it('is bytes, where Node tells it', () => {
    // At its height a process has held at least about what it holds now; a unit mistaken is 1024 times off.
    expect(createNodeHost().peakMemory?.()).toBeGreaterThan(process.memoryUsage().rss / 2)
    expect(createNodeHost().peakMemory?.()).toBeLessThan(process.memoryUsage().rss * 100)
  })
})
