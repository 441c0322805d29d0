import { statSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Host, Storage } from '../../src/engine/host'
import { Gate } from '../../src/engine/jobs/gate'
import { runJob } from '../../src/engine/jobs/run'
import { jobSpecificationSchema } from '../../src/engine/protocol/specifications'
import { checkpointAt, checkpointSteps, latestCheckpoint } from '../../src/engine/storage/checkpoints'
import { readMetrics } from '../../src/engine/storage/metrics'
import { readModelFolder } from '../../src/engine/storage/modelFolder'
import { trainingBytes } from '../../src/shared/checkpointSize'
import { PixelloomError } from '../../src/shared/errors'
import type { JobEvent } from '../../src/shared/jobEvents'
import { TemporaryFolder } from '../data/support'
import { host, putImages, training, watchJob } from './support'

let folder: TemporaryFolder
beforeEach(async () => {
  folder = new TemporaryFolder()
  await putImages(folder, 30)
})
afterEach(() => folder.remove())

describe('checkpoints of a training', () => {
  it('are kept as many as was asked for, and the best besides, also when it goes on', async () => {
    // So high a rate that the first look stays the best.
    const wild = { learningRate: 0.5, keep: 3, average: 0, checkEvery: 4, limit: { steps: 20 } }
    await watchJob(training(folder, wild)).end
    const { document } = await readModelFolder(host, folder.at('model'))
    const best = document.training?.bestStep ?? 0
    const kept = await checkpointSteps(host, folder.at('model'))
    expect(kept).toEqual([...new Set([20, 16, 12, best])].sort((a, b) => b - a))
    await watchJob(training(folder, { resume: true, limit: { steps: 32 } })).end
    expect((await checkpointSteps(host, folder.at('model'))).slice(0, 3)).toEqual([32, 28, 24])
    await watchJob(training(folder, { resume: true, keep: 1, limit: { steps: 36 } })).end
    const after = (await readModelFolder(host, folder.at('model'))).document.training?.bestStep ?? 0
    expect(await checkpointSteps(host, folder.at('model'))).toEqual([...new Set([36, after])])
  })

  it.each(['rmsprop', 'adam'] as const)('take the room that is told beforehand: %s', async (optimizer) => {
    await watchJob(training(folder, { optimizer, average: 0.9 })).end
    const size = (...names: string[]): number => statSync(folder.at('model', ...names)).size
    const model = size('weights.safetensors')
    const { weights } = await readModelFolder(host, folder.at('model'))
    const parameters = [...weights.values()].reduce((sum, { data }) => sum + data.length, 0)
    const told = trainingBytes(parameters, { optimizer, average: 0.9 })
    const whole =
      size('checkpoints', '20', 'weights.safetensors') + size('checkpoints', '20', 'optimizer.safetensors')
    // Headers name each tensor; a model this small is hardly more than headers.
    const header = model - told.model
    expect(header).toBeGreaterThan(0)
    expect(whole - told.checkpoint).toBeGreaterThan(0)
    expect(whole - told.checkpoint).toBeLessThan(header * (optimizer === 'adam' ? 5 : 4))
  })

  it('are what another model may start from, of any step that is there', async () => {
    await watchJob(training(folder, { keep: 5, average: 0.9 })).end
    const at8 = await checkpointAt(host, folder.at('model'), 8)
    const from = folder.at('model')
    const out = folder.at('fork')
    const gentle = { configuration: {}, limit: { steps: 1 }, learningRate: 1e-9, average: 0 }
    await watchJob(training(folder, { ...gentle, from, fromStep: 8, out })).end
    const fork = await readModelFolder(host, out)
    const average = at8.optimizer.get('average/input.kernel')?.data
    expect(average?.length).toBeGreaterThan(0)
    fork.weights.get('input.kernel')?.data.forEach((value, i) => {
      expect(value).toBeCloseTo(average?.[i] ?? NaN, 6)
    })
    const missing = watchJob(training(folder, { ...gentle, from, fromStep: 9, out: folder.at('none') }))
    await expect(missing.end).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('a training that stops early', () => {
  it('does so before its limit where validation no longer falls, and says so in the model', async () => {
    const stuck = { learningRate: 1e-12, earlyStop: true, average: 0, checkEvery: 1, limit: { steps: 100 } }
    const { result } = await watchJob(training(folder, stuck)).end
    expect(result).toMatchObject({ stoppedBecause: 'validation-no-longer-falls', steps: 9 })
    const { document } = await readModelFolder(host, folder.at('model'))
    expect(document.training).toMatchObject({ stoppedBecause: 'validation-no-longer-falls', steps: 9 })
  })

  it('does so after as many looks as were asked for, and remembers how many', async () => {
    const stuck = { learningRate: 1e-12, earlyStop: true, patience: 3, average: 0, checkEvery: 1 }
    const { result } = await watchJob(training(folder, { ...stuck, limit: { steps: 100 } })).end
    expect(result).toMatchObject({ stoppedBecause: 'validation-no-longer-falls', steps: 4 })
    const model = folder.at('model')
    const { checkpoint } = await latestCheckpoint(host, model)
    expect(checkpoint?.state['settings']).toMatchObject({ earlyStop: true, patience: 3 })
    // How long it was to wait is no part of what the model came to be.
    expect((await readModelFolder(host, model)).document.training).not.toHaveProperty('patience')
    const goOn = { resume: true, configuration: {}, earlyStop: false, limit: { steps: 7 } }
    expect((await watchJob(training(folder, goOn)).end).result).toMatchObject({ steps: 7 })
  })

  it('does not where nobody asked for it', async () => {
    const stuck = { learningRate: 1e-12, average: 0, checkEvery: 1, limit: { steps: 12 } }
    expect((await watchJob(training(folder, stuck)).end).result).toMatchObject({
      stoppedBecause: 'limit',
      steps: 12,
    })
  })
})

interface Disk {
  full: boolean
  free?: () => number
}

/** A training on a disk that is full while `full` says so. */
function trainOn(
  disk: Disk,
  changes: Parameters<typeof training>[1],
): { end: ReturnType<typeof runJob>; gate: Gate; events: JobEvent[]; told: string[] } {
  const storage: Storage = {
    ...host.storage,
    write: (path, bytes) =>
      disk.full && path.includes('checkpoints')
        ? Promise.reject(new PixelloomError('disk', `There is no space left to write ${path}.`, path))
        : host.storage.write(path, bytes),
    free: () => Promise.resolve(disk.free?.() ?? 1e12),
  }
  const full: Host = { ...host, storage }
  const [events, told]: [JobEvent[], string[]] = [[], []]
  const gate = new Gate((what) => told.push(what))
  const specification = jobSpecificationSchema.parse(training(folder, changes))
  const end = runJob({ host: full, gate, emit: (event) => events.push(event) }, specification)
  return { end, gate, events, told }
}

async function until(met: () => boolean): Promise<void> {
  while (!met()) await new Promise((resolve) => setTimeout(resolve, 5))
}

describe('a training on a full disk', () => {
  it.each([
    ['that refuses to write', undefined],
    ['that has too little room', 1000],
  ])('%s waits, tells why, and goes on once there is room: nothing is lost', async (_, left) => {
    await watchJob(training(folder, { out: folder.at('whole') })).end
    const disk: Disk = { full: false }
    const job = trainOn(disk, { onDiskFull: 'pause' })
    await until(() => job.events.some((event) => event.type === 'metrics'))
    if (left === undefined) disk.full = true
    else disk.free = () => left
    await until(() => job.told.includes('paused'))
    const trouble = job.events.findLast((event) => event.type === 'trouble')
    expect(trouble?.error).toMatchObject({ code: 'disk' })
    expect(trouble?.error?.message).toContain('no space left')
    const { checkpoint, damaged } = await latestCheckpoint(host, folder.at('model'))
    expect(damaged).toEqual([])
    expect(checkpoint?.step ?? 0).toBeLessThan(20)

    // Asked to go on too early, it waits again.
    job.gate.resume()
    await until(() => job.told.filter((what) => what === 'paused').length === 2)
    disk.full = false
    delete disk.free
    job.gate.resume()
    expect((await job.end).result).toMatchObject({ steps: 20 })
    expect(job.events.findLast((event) => event.type === 'trouble')).not.toHaveProperty('error')
    const [one, other] = await Promise.all(
      ['model', 'whole'].map((name) => latestCheckpoint(host, folder.at(name))),
    )
    expect(one?.checkpoint?.weights).toEqual(other?.checkpoint?.weights)
    const curves = await Promise.all(['model', 'whole'].map((name) => readMetrics(host, folder.at(name))))
    expect(curves[0]?.map(({ step, loss }) => [step, loss])).toEqual(
      curves[1]?.map(({ step, loss }) => [step, loss]),
    )
  })

  it('can be cancelled while it waits, and keeps its last checkpoint', async () => {
    const disk = { full: false }
    const job = trainOn(disk, { onDiskFull: 'pause', limit: { steps: 1000 } })
    await until(() =>
      job.events.some((event) => event.type === 'metrics' && (event.points[0]?.step ?? 0) > 8),
    )
    disk.full = true
    await until(() => job.told.includes('paused'))
    const [before] = await checkpointSteps(host, folder.at('model'))
    job.gate.cancel()
    expect(await job.end).toMatchObject({ cancelled: true })
    expect(await checkpointSteps(host, folder.at('model'))).toContain(before)
  })

  it('fails with what to do where nobody is there to go on', async () => {
    const job = trainOn({ full: true }, {})
    await expect(job.end).rejects.toMatchObject({ code: 'disk' })
    expect(job.told).toEqual([])
  })

  it('is told beforehand', async () => {
    const job = trainOn({ full: false, free: () => 34 * 2 ** 20 + 300_000 }, {})
    // Room for hundreds of checkpoints of so small a model: not a word.
    await job.end
    const notes = job.events.flatMap((event) => (event.type === 'note' ? [event.message] : []))
    expect(notes.filter((note) => note.includes('nearly full'))).toEqual([])
    const close = trainOn({ full: false, free: () => 32 * 2 ** 20 + 50_000 }, { out: folder.at('close') })
    await close.end
    const close2 = close.events.flatMap((event) => (event.type === 'note' ? [event.message] : []))
    expect(close2.filter((note) => note.includes('nearly full'))).toHaveLength(1)
  })
})
