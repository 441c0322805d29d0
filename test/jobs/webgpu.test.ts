import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createEngine } from '../../src/engine/hosts/client'
import { forkEngine } from '../../src/engine/hosts/node/fork'
import { activeDevice } from '../../src/engine/plans/activeDevice'
import type { JobSpecificationInput } from '../../src/engine/protocol/specifications'
import { stopKernels } from '../../src/engine/runtimes/runtime'
import type { WebgpuDevice } from '../../src/engine/runtimes/webgpu/webgpuDevice'
import { latestCheckpoint } from '../../src/engine/storage/checkpoints'
import { readMetrics } from '../../src/engine/storage/metrics'
import type { JobEvent } from '../../src/shared/jobEvents'
import { TemporaryFolder } from '../data/support'
import { describeWithAll, optional, root } from '../support/optional'
import { host, putImages, training, watchJob, type WatchedJob } from './support'

type RuntimeUsed = 'webgpu' | 'native'

/** As a driver that is reset takes a card away, with all that lies on it. */
function loseCard(): void {
  const device = activeDevice() as WebgpuDevice | undefined
  device?.open.device.destroy()
}

/** Whether it tells that so much of its work is done. */
function isAt(event: JobEvent, stage: 'Training' | 'Evaluating', done: number): boolean {
  return event.type === 'progress' && event.progress.stage === stage && event.progress.done >= done
}

/** The remarks about the card. */
function remarksOf({ events }: WatchedJob): string[] {
  return events.flatMap((event) => {
    const id = event.type === 'note' ? event.because?.id : undefined
    return id?.startsWith('notes.card') ? [id] : []
  })
}

describeWithAll([optional.webgpu, optional.kernels], 'jobs on WebGPU', ([driver]) => {
  let folder: TemporaryFolder
  beforeEach(async () => {
    folder = new TemporaryFolder()
    await putImages(folder, 12)
  })
  afterEach(async () => {
    process.env['VK_ICD_FILENAMES'] = driver
    await stopKernels()
    folder.remove()
  })

  /** After its last step. */
  const weightsOf = async (name: string): Promise<Map<string, Float32Array>> => {
    const { checkpoint } = await latestCheckpoint(host, folder.at(name))
    if (!checkpoint) throw new Error('no checkpoint')
    return new Map([...checkpoint.weights].map(([key, { data }]) => [key, data]))
  }
  const steps = (limit: number, name: string, runtime: RuntimeUsed, resume = false) =>
    training(folder, { runtime, out: folder.at(name), limit: { steps: limit }, checkEvery: 8, resume })
  /** A job that loses its card once at each of these places, for good where told so. */
  const shaken = (
    specification: JobSpecificationInput,
    stage: 'Training' | 'Evaluating',
    places: readonly number[],
    forGood = false,
  ): WatchedJob => {
    let losses = 0
    return watchJob(specification, (event) => {
      if (losses >= places.length || !isAt(event, stage, places[losses] ?? 0)) return
      losses++
      if (forGood) process.env['VK_ICD_FILENAMES'] = '/nowhere.json'
      loseCard()
    })
  }

  describe('whose card is lost', () => {
    it('train on it once it is back, to the very weights of one that lost none', async () => {
      await watchJob(steps(16, 'calm', 'webgpu')).end
      const job = shaken(steps(16, 'shaken', 'webgpu'), 'Training', [11])
      expect(await job.end).toMatchObject({ cancelled: false, result: { steps: 16 } })
      expect(remarksOf(job)).toEqual(['notes.cardBack'])
      expect(await weightsOf('shaken')).toEqual(await weightsOf('calm'))
      const pointsOf = async (name: string) =>
        (await readMetrics(host, folder.at(name))).map(({ step, loss, validation }) => [
          step,
          loss,
          validation,
        ])
      expect(await pointsOf('shaken')).toEqual(await pointsOf('calm'))
    })

    it('train on the processor where it stays away: no step is lost, none taken twice', async () => {
      await watchJob(steps(16, 'native', 'native')).end
      const job = shaken(steps(16, 'shaken', 'webgpu'), 'Training', [11], true)
      expect(await job.end).toMatchObject({ cancelled: false, result: { steps: 16 } })
      expect(remarksOf(job)).toEqual(['notes.cardGone'])
      // So few steps were all taken again.
      expect(await weightsOf('shaken')).toEqual(await weightsOf('native'))
      const points = await readMetrics(host, folder.at('shaken'))
      expect(points.map(({ step }) => step)).toEqual([8, 10, 16])
    })

    it.each([
      ['on it once it is back', false, 'notes.cardBack'],
      ['on the processor where it stays away', true, 'notes.cardGone'],
    ])('evaluate %s, each image once', async (_where, forGood, remark) => {
      await watchJob(steps(4, 'model', 'native')).end
      const evaluation = (runtime: RuntimeUsed) =>
        ({ kind: 'evaluate', model: folder.at('model'), data: folder.at('good'), batch: 2, runtime }) as const
      const calm = await watchJob(evaluation('native')).end
      const job = shaken(evaluation('webgpu'), 'Evaluating', [2], forGood)
      const end = await job.end
      expect(remarksOf(job)).toEqual([remark])
      if (calm.result?.kind !== 'evaluate' || end.result?.kind !== 'evaluate') throw new Error('no result')
      expect(end.result.images).toBe(12)
      expect(Math.abs(end.result.nats / calm.result.nats - 1)).toBeLessThan(1e-5)
    })
  })

  it('go on in any runtime with the checkpoint of another: webgpu, native, webgpu', async () => {
    await watchJob(steps(18, 'alone', 'native')).end
    for (const [i, runtime] of (['webgpu', 'native', 'webgpu'] as const).entries()) {
      const { result } = await watchJob(steps(6 * (i + 1), 'model', runtime, i > 0)).end
      expect(result).toMatchObject({ kind: 'train', steps: 6 * (i + 1) })
    }
    const [alone, others] = [await weightsOf('alone'), await weightsOf('model')]
    for (const [name, values] of alone) {
      const other = others.get(name) ?? new Float32Array()
      values.forEach((value, i) => expect(Math.abs(value - (other[i] ?? NaN)), name).toBeLessThan(2e-4))
    }
  })

  it.each(['pixelcnn', 'row-lstm', 'diagonal-bilstm'] as const)('verify a %s', async (architecture) => {
    await watchJob(
      training(folder, {
        ...{ out: folder.at('model'), limit: { steps: 1 }, runtime: 'native' },
        configuration: {
          architecture,
          hidden: 5,
          layers: 1,
          outputFeatures: 6,
          size: 6,
          channels: 1,
          levels: 2,
        },
      }),
    ).end
    const { result } = await watchJob({ kind: 'verify', model: folder.at('model'), runtime: 'webgpu' }).end
    if (result?.kind !== 'verify') throw new Error('no result')
    expect(result.checks.map(({ name, state }) => [name, state])).toEqual(
      result.checks.map(({ name }) => [name, 'passed']),
    )
    expect(result.checks).toHaveLength(9)
  })

  it('of an engine process that is killed go on from its checkpoint, as if it had not been', async () => {
    const entry = join(root, 'out', 'main', 'engine.js')
    const engine = createEngine(forkEngine(entry))
    const killed = engine.run(steps(400, 'model', 'webgpu'), {
      event(event) {
        const { pid } = killed
        if (pid !== undefined && isAt(event, 'Training', 18)) process.kill(pid, 'SIGKILL')
      },
    })
    expect(await killed.finished).toMatchObject({ state: 'failed', error: { code: 'engine-stopped' } })
    await engine.close()
    await watchJob(steps(20, 'model', 'webgpu', true)).end
    await watchJob(steps(20, 'calm', 'webgpu')).end
    expect(await weightsOf('model')).toEqual(await weightsOf('calm'))
  })
})
