import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { JobEvent } from '../../src/shared/jobEvents'
import type { Engine } from '../../src/engine/hosts/channel'
import { createEngine } from '../../src/engine/hosts/client'
import { forkEngine } from '../../src/engine/hosts/node/fork'
import { checkpointSteps } from '../../src/engine/storage/checkpoints'
import { TemporaryFolder } from '../data/support'
import { root } from '../support/optional'
import { host, putImages, training } from './support'

/** The built engine, as users run it. */
const entry = join(root, 'out', 'main', 'engine.js')

let folder: TemporaryFolder
let engine: Engine
beforeEach(async () => {
  folder = new TemporaryFolder()
  await putImages(folder, 20)
  engine = createEngine(forkEngine(entry))
})
afterEach(async () => {
  await engine.close()
  folder.remove()
})

const bottom = { from: 'half', half: 'bottom' } as const
const ignore = { event: () => undefined }

/** Where it has none: a signal to 0 would end the tests themselves. */
function pidOf({ pid }: { readonly pid: number | undefined }): number {
  if (pid === undefined) throw new Error('the job has no process')
  return pid
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20))
}

describe('an engine process that the system ends while it trains', () => {
  /** A training of 16 images at a time whose process is ended, with so much memory. */
  async function ended(reason: string, free?: number, images = 16) {
    let hear: (message: unknown) => void = () => undefined
    let exit: (reason: string) => void = () => undefined
    const spawn = () => ({
      ...{ pid: 1, send: () => undefined, kill: () => undefined },
      onMessage: (listener: typeof hear) => (hear = listener),
      onExit: (listener: typeof exit) => (exit = listener),
    })
    let stopped = 0
    const shortage = () => (free === undefined ? undefined : { free })
    const mortal = createEngine(spawn, { watchMemory: () => ({ shortage, stop: () => stopped++ }) })
    const job = mortal.run(training(folder), ignore)
    hear({ type: 'events', events: [{ type: 'memory', needed: 3e9, images }] })
    exit(reason)
    const outcome = await job.finished
    expect(stopped).toBe(1)
    return outcome.state === 'failed' ? outcome.error : undefined
  }

  it.each(['SIGKILL', 'exit code 9', 'exit code 137'])(
    'with %s when memory is short, says so',
    async (reason) => {
      expect(await ended(reason, 0.2e9)).toMatchObject({
        code: 'out-of-memory',
        message:
          'The system ended the training because memory was short: 0.2 GB were free. It may fit with 8 at a time.',
        memory: { needed: 3e9, free: 0.2e9, fittingBatch: 8 },
      })
    },
  )

  it('says so of a real one, with what that had told of its need', async () => {
    const watchMemory = () => ({ shortage: () => ({ free: 1e8 }), stop: () => undefined })
    const watched = createEngine(forkEngine(entry), { watchMemory })
    const killed = watched.run(training(folder, { limit: { steps: 100_000 } }), {
      event: (event) =>
        event.type === 'progress' &&
        event.progress.stage === 'Training' &&
        process.kill(pidOf(killed), 'SIGKILL'),
    })
    const outcome = await killed.finished
    await watched.close()
    if (outcome.state !== 'failed') throw new Error(outcome.state)
    expect(outcome.error).toMatchObject({ code: 'out-of-memory', memory: { free: 1e8, fittingBatch: 2 } })
    expect(outcome.error.memory?.needed).toBeGreaterThan(1e4)
  })

  it('has nothing smaller than one image at a time', async () => {
    expect((await ended('SIGKILL', 0.2e9, 1))?.memory).toEqual({ needed: 3e9, free: 0.2e9 })
  })

  it.each([
    ['with memory enough', 'SIGKILL', undefined],
    ['by a crash', 'SIGSEGV', 0.2e9],
  ])('%s, it stopped', async (_, reason, free) => {
    expect(await ended(reason, free)).toMatchObject({ code: 'engine-stopped' })
  })
})

describe('an engine process', () => {
  it('that says what nobody understands fails its job, and takes nothing with it', async () => {
    let hear: (message: unknown) => void = () => undefined
    let killed = false
    const confused = createEngine(() => ({
      pid: 1,
      send: () => undefined,
      onMessage: (listener) => (hear = listener),
      onExit: () => undefined,
      kill: () => (killed = true),
    }))
    const job = confused.run(training(folder), ignore)
    hear({ type: 'done', result: { kind: 'train', model: 7 } })
    const outcome = await job.finished
    expect(outcome).toMatchObject({ state: 'failed', error: { code: 'internal' } })
    expect(outcome.state === 'failed' && outcome.error.message).toMatch(/does not understand \(result\./)
    expect(killed).toBe(true)
  })

  it.each([
    [
      'a folder of images',
      { kind: 'complete-folder', folder: '/i', masks: bottom },
      /goes on with the images/,
    ],
    ['an image', { kind: 'complete', image: '/i.png', mask: bottom }, /Start it again; if/],
  ] as const)('that ends in the midst of %s says what to do', async (_, asked, sentence) => {
    let exit: (reason: string) => void = () => undefined
    const mortal = createEngine(() => ({
      ...{ pid: 1, send: () => undefined, onMessage: () => undefined, kill: () => undefined },
      onExit: (listener) => (exit = listener),
    }))
    const job = mortal.run({ ...asked, model: '/m', out: '/o' }, ignore)
    exit('SIGKILL')
    const message = expect.stringMatching(sentence) as string
    expect(await job.finished).toMatchObject({ state: 'failed', error: { code: 'engine-stopped', message } })
  })

  it('cancelled before its first step leaves a training that can go on', async () => {
    const job = engine.run(training(folder), {
      event(event) {
        if (event.type === 'note') job.cancel()
      },
    })
    expect(await job.finished).toMatchObject({ state: 'cancelled', result: { kind: 'train', steps: 0 } })
    const resumed = engine.run({ ...training(folder), resume: true }, ignore)
    expect(await resumed.finished).toMatchObject({ state: 'done', result: { steps: 20 } })
  })

  it('killed while it trains fails its job with a sentence; the next one goes on from the checkpoint', async () => {
    const endless = training(folder, { limit: { steps: 100_000 } })
    const events: JobEvent[] = []
    const job = engine.run(endless, { event: (event) => events.push(event) })
    await until(() => events.some((event) => event.type === 'metrics' && (event.points[0]?.step ?? 0) > 16))
    process.kill(pidOf(job), 'SIGKILL')
    const outcome = await job.finished
    expect(outcome).toMatchObject({ state: 'failed', error: { code: 'engine-stopped' } })
    expect(outcome.state === 'failed' && outcome.error.message).toMatch(
      /SIGKILL.*go on from its last checkpoint/,
    )

    const [step = 0] = await checkpointSteps(host, folder.at('model'))
    expect(step).toBeGreaterThanOrEqual(16)
    const resumed = engine.run({ ...endless, resume: true, limit: { steps: step + 3 } }, ignore)
    expect(await resumed.finished).toMatchObject({
      state: 'done',
      result: { kind: 'train', steps: step + 3 },
    })
  })

  it('is used again for short jobs, and ends with its owner', async () => {
    const first = engine.run({ kind: 'check-data', data: folder.at('good') }, ignore)
    expect(await first.finished).toMatchObject({ state: 'done', result: { report: { images: 20 } } })
    const second = engine.run({ kind: 'check-data', data: folder.at('nowhere') }, ignore)
    expect(second.pid).toBe(first.pid)
    expect(await second.finished).toMatchObject({ state: 'failed', error: { code: 'not-found' } })
    await engine.close()
    await until(() => !isAlive(pidOf(first)))
  })

  it('runs two jobs at once, and cancels one of them alone', async () => {
    const long = training(folder, { limit: { steps: 100_000 } })
    const told: string[] = []
    const first = engine.run(long, { event: ({ type }) => told.push(type) })
    const second = engine.run(training(folder, { out: folder.at('other') }), ignore)
    expect(second.pid).not.toBe(first.pid)
    await until(() => told.includes('metrics'))
    first.cancel()
    expect(await first.finished).toMatchObject({ state: 'cancelled', result: { kind: 'train' } })
    expect(await second.finished).toMatchObject({ state: 'done' })
  })

  it('pauses and goes on', async () => {
    const told: string[] = []
    const job = engine.run(training(folder, { limit: { steps: 60 } }), {
      event: ({ type }) => {
        if (type === 'metrics' && !told.includes('asked')) {
          told.push('asked')
          job.pause()
        }
      },
      paused: () => told.push('paused'),
      resumed: () => told.push('resumed'),
    })
    await until(() => told.includes('paused'))
    job.resume()
    expect(await job.finished).toMatchObject({ state: 'done', result: { steps: 60 } })
    expect(told).toEqual(['asked', 'paused', 'resumed'])
  })

  it('refuses what is no specification before any process starts', () => {
    const nonsense = { ...training(folder), batch: -1 }
    expect(() => engine.run(nonsense, ignore)).toThrow(/batch/)
  })
})
