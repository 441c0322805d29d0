import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MetricsPoint } from '../../shared/jobs'
import { PixelloomError } from '../../shared/errors'
import type { Storage } from '../host'
import { createNodeHost } from '../hosts/node/host'
import {
  checkpointAt,
  checkpointSteps,
  latestCheckpoint,
  saveCheckpoint,
  type Checkpoint,
} from './checkpoints'
import { appendMetrics, cutMetrics, readMetrics } from './metrics'

const host = createNodeHost()
const { storage } = host
let model = ''
const at = (...names: string[]): string => join(model, 'checkpoints', ...names)

beforeEach(async () => {
  model = await mkdtemp(join(tmpdir(), 'pixelloom-checkpoints-'))
})
afterEach(() => rm(model, { recursive: true }))

function checkpoint(step: number): Checkpoint {
  return {
    step,
    weights: new Map([['a', { shape: [2], data: Float32Array.of(step, 1 / 3) }]]),
    optimizer: new Map([['a', { shape: [2], data: Float32Array.of(1e-8, step) }]]),
    state: { epoch: 2, position: 17, best: { step: 3, nats: 80.123456789 }, order: [3, 1, 2], 7: 'seven' },
  }
}

/** A storage that breaks off, for good, at the n-th change that it is asked for. */
function breakingAfter(changes: number): Storage {
  let left = changes
  const guard =
    <A extends unknown[]>(change: (...args: A) => Promise<void>) =>
    (...args: A): Promise<void> =>
      left-- > 0 ? change(...args) : Promise.reject(new Error('power cut'))
  return {
    ...storage,
    write: guard((path: string, bytes: Uint8Array) => storage.write(path, bytes)),
    rename: guard((from: string, to: string) => storage.rename(from, to)),
    remove: guard((path: string) => storage.remove(path)),
    makeFolder: guard((path: string) => storage.makeFolder(path)),
  }
}

async function damage(step: number, name: string): Promise<void> {
  const bytes = await storage.read(at(String(step), name))
  bytes[bytes.length - 3] = (bytes[bytes.length - 3] ?? 0) ^ 4
  await storage.write(at(String(step), name), bytes)
}

describe('checkpoints', () => {
  it('come back as they were', async () => {
    await saveCheckpoint(host, model, checkpoint(5))
    expect(await latestCheckpoint(host, model)).toEqual({ checkpoint: checkpoint(5), damaged: [] })
  })

  it('are none in a folder without them', async () => {
    expect(await latestCheckpoint(host, model)).toEqual({ checkpoint: undefined, damaged: [] })
  })

  it('are kept to the last few', async () => {
    for (const step of [5, 10, 15, 100]) await saveCheckpoint(host, model, checkpoint(step))
    expect(await checkpointSteps(host, model)).toEqual([100, 15])
    await saveCheckpoint(host, model, checkpoint(101), { keep: 1 })
    expect(await storage.list(at())).toEqual(['101'])
  })

  it('are kept to the last few and the best, for as long as it is the best', async () => {
    for (const step of [5, 10, 15, 20])
      await saveCheckpoint(host, model, checkpoint(step), { keep: 2, best: 5 })
    expect(await checkpointSteps(host, model)).toEqual([20, 15, 5])
    await saveCheckpoint(host, model, checkpoint(25), { keep: 2, best: 20 })
    expect(await checkpointSteps(host, model)).toEqual([25, 20])
    expect(await checkpointAt(host, model, 20)).toEqual(checkpoint(20))
    await expect(checkpointAt(host, model, 5)).rejects.toMatchObject({ code: 'not-found' })
  })

  it('leave the older ones and nothing half-written where the disk is full', async () => {
    await saveCheckpoint(host, model, checkpoint(5))
    const full: Storage = {
      ...storage,
      write: (path, bytes) =>
        path.endsWith('optimizer.safetensors')
          ? Promise.reject(new PixelloomError('disk', 'There is no space left.', path))
          : storage.write(path, bytes),
    }
    await expect(saveCheckpoint({ storage: full }, model, checkpoint(10), { keep: 1 })).rejects.toMatchObject(
      {
        code: 'disk',
      },
    )
    expect(await storage.list(at())).toEqual(['5'])
    expect((await latestCheckpoint(host, model)).checkpoint).toEqual(checkpoint(5))
  })

  it.each(['state.json', 'weights.safetensors', 'optimizer.safetensors'])(
    'with a damaged %s are named and passed over, and stay',
    async (name) => {
      await saveCheckpoint(host, model, checkpoint(5))
      await saveCheckpoint(host, model, checkpoint(10))
      await damage(10, name)
      const found = await latestCheckpoint(host, model)
      expect(found.checkpoint?.step).toBe(5)
      expect(found.damaged.map(({ path }) => path)).toEqual([at('10')])
      expect(found.damaged[0]?.reason).toContain('damaged')
      // Training goes on from 5 and comes by 10 again.
      await saveCheckpoint(host, model, checkpoint(10))
      expect(await storage.list(at())).toEqual(['10', '10.damaged', '5'])
      expect((await latestCheckpoint(host, model)).checkpoint).toEqual(checkpoint(10))
    },
  )

  it('survive a crash at any moment of writing the next', async () => {
    let crashes = 0
    for (let changes = 0; ; changes++) {
      await storage.remove(at())
      await saveCheckpoint(host, model, checkpoint(5))
      const storageThatBreaks = breakingAfter(changes)
      const failed = await saveCheckpoint({ storage: storageThatBreaks }, model, checkpoint(10), {
        keep: 1,
      }).then(
        () => false,
        () => true,
      )
      const found = await latestCheckpoint(host, model)
      expect(found.damaged).toEqual([])
      expect([checkpoint(5), checkpoint(10)]).toContainEqual(found.checkpoint)
      await saveCheckpoint(host, model, checkpoint(11), { keep: 1 })
      expect(await storage.list(at())).toEqual(['11'])
      if (!failed) break
      crashes++
    }
    expect(crashes).toBeGreaterThan(5)
  })
})

describe('the training curve', () => {
  const point = (step: number): MetricsPoint => ({ step, seconds: step / 2, loss: 100 - step })

  it('is added to, and read without a torn last line', async () => {
    expect(await readMetrics(host, model)).toEqual([])
    await appendMetrics(host, model, [point(1), point(2)])
    await appendMetrics(host, model, [point(3)])
    await storage.append(join(model, 'metrics.jsonl'), '{"step":4,"sec')
    expect(await readMetrics(host, model)).toEqual([1, 2, 3].map(point))
  })

  it('is cut to a checkpoint, torn line and all, and goes on from there', async () => {
    await appendMetrics(host, model, [1, 2, 3].map(point))
    await storage.append(join(model, 'metrics.jsonl'), '{"step":4,"sec')
    expect(await cutMetrics(host, model, 2)).toEqual([1, 2].map(point))
    await appendMetrics(host, model, [point(3)])
    expect(await readMetrics(host, model)).toEqual([1, 2, 3].map(point))
  })
})
