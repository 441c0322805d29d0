import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import type { AutoRuntime, Choice } from '../../src/app/runtimes/auto/autoRuntime'
import { machineIdentity, mayHaveCard } from '../../src/app/runtimes/auto/machine'
import { measureInEngine } from '../../src/app/runtimes/auto/measure'
import { type TimedRequest, timedRequest } from '../../src/app/runtimes/auto/request'
import { withAuto } from '../../src/app/runtimes/auto/withAuto'
import { createEngine } from '../../src/engine/hosts/client'
import { forkEngine } from '../../src/engine/hosts/node/fork'
import { createNodeStorage } from '../../src/engine/hosts/node/storage'
import type { JobEvent } from '../../src/shared/jobEvents'
import { standardModel } from '../../src/shared/standardModel'
import { FakeEngine } from './support/fakeEngine'
import { temporaryFolder } from './support/folders'
import { writeModel } from './support/model'

const storage = createNodeStorage()
const { signal } = new AbortController()
let model = ''
beforeEach(async () => {
  model = join(await temporaryFolder(), 'model')
  await writeModel(model, { name: 'Digits' })
})

describe('jobs that leave the runtime open', () => {
  const choice: Choice = { runtime: 'tensorflow', why: 'tensorflow is taken.' }

  /** An engine under a choice that is made by the test. */
  function engineWith(choose: AutoRuntime['choose'], hasChoice = true) {
    const engine = new FakeEngine()
    const events: JobEvent[] = []
    const asked: TimedRequest[] = []
    const auto = withAuto(
      engine,
      {
        hasChoice: () => hasChoice,
        choose: (request, hooks) => {
          asked.push(request)
          return choose(request, hooks)
        },
      },
      storage,
    )
    const run = (specification: Parameters<typeof auto.run>[0]) =>
      auto.run(specification, { event: (event) => events.push(event) })
    return { engine, events, asked, run }
  }
  const sampling = () => ({ kind: 'sample', model, count: 5, out: '/out' }) as const

  it('begin at once where there is no choice', () => {
    const { engine, asked, run } = engineWith(() => Promise.resolve(choice), false)
    run(sampling())
    expect(engine.runs).toHaveLength(1)
    expect(engine.runs[0]?.specification).toMatchObject({ runtime: 'auto' })
    expect(asked).toEqual([])
  })

  it('get the fastest one, and say why', async () => {
    const { engine, events, asked, run } = engineWith((_, { measuring }) => {
      measuring?.()
      return Promise.resolve(choice)
    })
    const job = run(sampling())
    const started = await engine.started(0)
    expect(started.specification).toMatchObject({ kind: 'sample', runtime: 'tensorflow' })
    expect(asked).toMatchObject([{ what: 'sample', batch: 8 }])
    expect(events.map((event) => event.type === 'note' && event.message)).toEqual([
      'Measuring which runtime is the fastest for this model …',
      'tensorflow is taken.',
    ])
    expect(job.pid).toBe(4711)
    started.finish({ state: 'cancelled' })
    expect(await job.finished).toEqual({ state: 'cancelled' })
  })

  it('keep what they name, and what does not compute on a runtime is let through', () => {
    const { engine, asked, run } = engineWith(() => Promise.resolve(choice))
    run({ ...sampling(), runtime: 'wasm' })
    run({ kind: 'check-data', data: '/data' })
    expect(engine.runs.map(({ specification: { kind } }) => kind)).toEqual(['sample', 'check-data'])
    expect(asked).toEqual([])
  })

  it('say themselves that their model is not there', async () => {
    const { engine, asked, run } = engineWith(() => Promise.resolve(choice))
    run({ ...sampling(), model: '/nowhere' })
    expect((await engine.started(0)).specification).toMatchObject({ runtime: 'auto' })
    expect(asked).toEqual([])
  })

  it('are cancelled while it is measured, and paused when they begin', async () => {
    let asked = (): void => undefined
    const measuring = new Promise<void>((resolve) => (asked = resolve))
    const { engine, run } = engineWith((_, { signal }) => {
      asked()
      return new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(new Error('stop'))),
      )
    })
    const early = run(sampling())
    early.cancel()
    expect(await early.finished).toEqual({ state: 'cancelled' })
    const job = run(sampling())
    await measuring
    job.cancel()
    expect(await job.finished).toEqual({ state: 'cancelled' })
    expect(engine.runs).toEqual([])

    const later = engineWith(() => Promise.resolve(choice))
    later.run(sampling()).pause()
    expect((await later.engine.started(0)).asked).toEqual(['pause'])
  })
})

describe('what is measured', () => {
  it('is a step of the training that is asked for', async () => {
    const asked = { kind: 'train', data: '/data', out: '/out', batch: 64 } as const
    const configuration = { size: 12, channels: 3, levels: 4, hidden: 8, small: { size: 6 } } as const
    expect(await timedRequest({ ...asked, microBatch: 8, threads: 1, configuration }, storage)).toMatchObject(
      {
        ...{ what: 'train', batch: 8, threads: 1 },
        configuration: { architecture: 'pixelcnn', size: 12, channels: 3, hidden: 8, small: { size: 6 } },
      },
    )
    // One that goes on is what it was.
    expect(
      await timedRequest({ ...asked, out: model, resume: true, configuration: {} }, storage),
    ).toMatchObject({ batch: 64, configuration: { levels: 2 } })
  })

  it('is drawing, with as many pictures as there will be at a time, or judging', async () => {
    const complete = {
      kind: 'complete',
      model,
      image: '/a.png',
      mask: { from: 'transparency' },
      out: '/o',
    } as const
    expect(await timedRequest(complete, storage)).toMatchObject({ what: 'sample', batch: 4 })
    expect(await timedRequest({ ...complete, count: 5 }, storage)).toMatchObject({ batch: 8 })
    expect(await timedRequest({ kind: 'sample', model, count: 900, out: '/o' }, storage)).toMatchObject({
      batch: 16,
    })
    expect(await timedRequest({ kind: 'evaluate', model, data: '/d' }, storage)).toMatchObject({
      what: 'forward',
    })
    expect(await timedRequest({ kind: 'verify', model }, storage)).toBeUndefined()
  })

  it('is told apart by what the machine is', async () => {
    expect(machineIdentity({ app: '1' })).toEqual(machineIdentity({ app: '1' }))
    expect(machineIdentity({ app: '1' })).not.toEqual(machineIdentity({ app: '2' }))
    const devices = await temporaryFolder()
    expect(mayHaveCard('linux', devices)).toBe(false)
    await mkdir(join(devices, 'dri'))
    expect(mayHaveCard('linux', devices)).toBe(false)
    await writeFile(join(devices, 'dri', 'renderD128'), '')
    expect(mayHaveCard('linux', devices)).toBe(true)
    expect([mayHaveCard('darwin', devices), mayHaveCard('freebsd', devices)]).toEqual([true, false])
  })
})

describe('measuring in engine processes', () => {
  const entry = join(import.meta.dirname, '..', '..', 'out', 'main', 'engine.js')
  const request: TimedRequest = { what: 'train', configuration: standardModel.configuration, batch: 2 }
  const measure = (seconds?: number) =>
    measureInEngine(() => createEngine(forkEngine(entry), { graceMilliseconds: 100 }), seconds)

  it('times native and wasm, training and drawing', async () => {
    for (const runtime of ['native', 'wasm'] as const) {
      for (const what of ['train', 'sample', 'forward'] as const) {
        const found = await measure()(runtime, { ...request, what }, signal)
        expect(found).toEqual({ milliseconds: expect.any(Number) as number })
      }
    }
  })

  it('draws an image from end to end, or works it out from two rows where that takes long', async () => {
    const asked: (number | undefined)[] = []
    /** An engine on which an image takes so many seconds, and two of its rows half of one. */
    const engineOf = (whole: number) => () => {
      const engine = new FakeEngine()
      void engine.started(0).then((run) => {
        const pixels = run.specification.kind === 'bench' ? run.specification.pixels : 0
        asked.push(pixels)
        const seconds = pixels === undefined ? whole : 0.5
        const result = { kind: 'bench', what: 'sample', seconds, imagesPerSecond: 1 } as const
        if (seconds < 60) run.finish({ state: 'done', result })
      })
      return engine
    }
    const drawing = { ...request, what: 'sample' } as const
    expect(await measureInEngine(engineOf(0.7))('native', drawing, signal)).toEqual({ milliseconds: 700 })
    // 14 rows of a quarter of a second each.
    expect(await measureInEngine(engineOf(99), 0.2)('cpu', drawing, signal)).toEqual({ milliseconds: 3500 })
    expect(asked).toEqual([28, undefined, 28, undefined])
  })

  it('has a reason that lasts for what does not run here, and one that does not for what takes long', async () => {
    expect(await measure()('webgpu', request, signal)).toEqual({
      reason: expect.stringMatching(/^(?!.*--runtime).*\.$/) as string,
      lasting: true,
    })
    const slow = { ...request, configuration: { ...request.configuration, size: 28, hidden: 64 }, batch: 64 }
    expect(await measure(2)('cpu', slow, signal)).toEqual({
      reason: 'It takes more than 2 seconds.',
      lasting: false,
    })
  })

  it('survives a crash, and ends when it is no longer wanted', async () => {
    const dying = measureInEngine(() =>
      createEngine(() => {
        const channel = forkEngine(entry)()
        channel.onMessage(() => channel.pid !== undefined && process.kill(channel.pid, 'SIGSEGV'))
        return channel
      }),
    )
    expect(await dying('native', request, signal)).toMatchObject({
      reason: expect.stringContaining('SIGSEGV') as string,
      lasting: false,
    })
    const controller = new AbortController()
    const stopped = measure()('native', request, controller.signal)
    controller.abort()
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' })
  })
})
