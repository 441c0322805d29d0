import { describe, expect, it } from 'vitest'
import { runCommandLine } from '../../src/cli/commandLine'
import { failure } from '../../src/shared/errors'
import type { JobResult } from '../../src/shared/jobs'
import { TemporaryFolder } from '../data/support'
import { type FakeJob, type FakeServices, fakeServices, type FakeTerminal, fakeTerminal } from './fakes'

interface Run {
  readonly status: Promise<number>
  readonly terminal: FakeTerminal
  readonly services: FakeServices
}

function start(line: string, script?: (job: FakeJob) => void): Run {
  const terminal = fakeTerminal()
  const services = fakeServices(script)
  const status = runCommandLine(line.split(' '), { terminal, version: '1', open: () => services })
  return { status, terminal, services }
}

const done = (result: JobResult) => (job: FakeJob) => job.end({ state: 'done', result })
const json = (terminal: FakeTerminal): unknown => JSON.parse(terminal.printed.at(-1) ?? '')

const completion = (rank: number, nats: number) => ({ variant: 9 - rank, file: `/o/${rank}.png`, nats, rank })

describe('results', () => {
  it('complete prints the likeliest first, and just what was promised in JSON', async () => {
    const result = done({
      kind: 'complete',
      completions: [completion(2, 90.126), completion(1, 80)],
      seconds: 1.5,
    })
    const run = start('complete --model m --image i --half top --out o --json', result)
    expect(await run.status).toBe(0)
    expect(run.terminal.printed).toHaveLength(1)
    expect(json(run.terminal)).toEqual({
      completions: [
        { file: '/o/1.png', nats: 80, rank: 1 },
        { file: '/o/2.png', nats: 90.126, rank: 2 },
      ],
      seconds: 1.5,
    })
    const told = start('complete --model m --image i --half top --out o', result)
    await told.status
    expect(told.terminal.printed).toEqual([
      'rank   nats  file      why',
      '   1     80  /o/1.png',
      '   2  90.13  /o/2.png',
      '2 completions in 2 s.',
    ])
  })

  it('evaluate has four figures', async () => {
    const figures = { images: 10, nats: 81.5, bitsPerDim: 0.15, seconds: 3 }
    const run = start(
      'evaluate --model m --data d --json',
      done({ kind: 'evaluate', ...figures, skipped: [{ path: 'a', reason: 'b' }] }),
    )
    expect(await run.status).toBe(0)
    expect(json(run.terminal)).toEqual(figures)
  })

  it('complete says why a variant stands where it does, and how much it is enlarged', async () => {
    const reason = 'Likeliest of 2: 3.2 nats ahead of the next.'
    const result: JobResult = {
      kind: 'complete',
      completions: [
        { ...completion(2, 83.2), duplicateOf: 8, reason: 'The same picture as number 9.' },
        { ...completion(1, 80), reason },
      ],
      seconds: 1,
      way: 'raster',
      enlarged: 6.25,
      seen: { width: 32, height: 24 },
    }
    const told = start('complete --model m --image i --half top --out o', done(result))
    expect(await told.status).toBe(0)
    const { printed } = told.terminal
    expect(printed[1]).toBe(`   1    80  /o/1.png  ${reason}`)
    expect(printed.at(-1)).toMatch(/at 32 x 24 pixels; .* enlarged 6.3 times. --fit native works at/)
    const run = start('complete --model m --image i --half top --out o --json', done(result))
    expect(await run.status).toBe(0)
    expect(json(run.terminal)).toEqual({
      completions: [
        { file: '/o/1.png', nats: 80, rank: 1, reason },
        { file: '/o/2.png', nats: 83.2, rank: 2, duplicateOf: 8, reason: 'The same picture as number 9.' },
      ],
      ...{ seconds: 1, way: 'raster', enlarged: 6.25, seen: { width: 32, height: 24 } },
    })
  })

  it('bench without a configuration measures a table of them', async () => {
    const run = start('bench --what forward --json', (job) => {
      const { what = 'train' } = job.specification as { what?: 'forward' }
      job.end({ state: 'done', result: { kind: 'bench', what, seconds: 0.5, imagesPerSecond: 32 } })
    })
    expect(await run.status).toBe(0)
    expect(run.services.jobs).toHaveLength(3)
    expect(json(run.terminal)).toMatchObject({ results: [{ what: 'forward', imagesPerSecond: 32 }, {}, {}] })
  })
})

describe('failures', () => {
  it('print a sentence on stderr and a value on stdout', async () => {
    const error = {
      code: 'no-images',
      message: 'There are no images. Choose another folder.',
      subject: '/d',
    } as const
    const run = start('evaluate --model m --data d --json', (job) => job.end({ state: 'failed', error }))
    expect(await run.status).toBe(1)
    expect(run.terminal.told).toBe('error: There are no images. Choose another folder. (/d)\n')
    expect(json(run.terminal)).toEqual({ error })
    expect(run.services.closed).toBe(1)
  })

  it('name the option that helps', async () => {
    const error = { code: 'mask-size', message: 'The mask has another size.' } as const
    const run = start('complete --model m --image i --mask k --out o', (job) =>
      job.end({ state: 'failed', error }),
    )
    expect(await run.status).toBe(1)
    expect(run.terminal.told).toBe('error: The mask has another size. --scale-mask does it for you.\n')
  })

  it('names skipped files and notes as they come', async () => {
    const run = start('evaluate --model m --data d', (job) => {
      job.listeners.event({ type: 'skipped', files: [{ path: 'a/b.png', reason: 'truncated' }] })
      job.listeners.event({ type: 'note', message: 'Only two of them.' })
      job.end({ state: 'cancelled' })
    })
    await run.status
    expect(run.terminal.told).toContain('skipped a/b.png: truncated\nOnly two of them.\n')
  })

  it('an argument that only the engine can judge is still a wrong argument', async () => {
    const error = { code: 'invalid-argument', message: 'The rectangle lies outside.' } as const
    const run = start('complete --model m --image i --rect 9,9,9,9 --out o', (job) =>
      job.end({ state: 'failed', error }),
    )
    expect(await run.status).toBe(2)
  })
})

describe('Ctrl-C', () => {
  const line = 'train --data d --out /models/birds --json'

  it.each([
    { checkpoint: true, says: /Stopping;.*\n.*checkpoint is in .*birds.*--resume/ },
    { checkpoint: false, says: /Stopping;.*\nerror: Cancelled\.\n$/ },
  ])(
    'the first cancels, and keeps the checkpoint if there is one: $checkpoint',
    async ({ checkpoint, says }) => {
      const folder = new TemporaryFolder()
      folder.put(checkpoint ? 'birds/checkpoints/20/state.json' : 'birds/checkpoints/none', '{}')
      const run = start(`train --data d --out ${folder.at('birds')} --json`)
      await expect.poll(() => run.services.jobs.length).toBe(1)
      run.terminal.interrupt()
      const job = run.services.jobs[0]
      expect(job?.cancels).toBe(1)
      expect(run.terminal.abandoned).toEqual([])
      job?.end({ state: 'cancelled' })
      expect(await run.status).toBe(1)
      expect(run.terminal.told).toMatch(says)
      expect(json(run.terminal)).toMatchObject({ error: { code: 'cancelled' } })
      expect(run.services.closed).toBe(1)
      folder.remove()
    },
  )

  it('an engine that died before the first checkpoint leaves none to go on from', async () => {
    const error = failure('jobs.stoppedTraining', { how: 'SIGKILL' }).toValue()
    const run = start('train --data d --out nowhere/at/all', (job) => job.end({ state: 'failed', error }))
    expect(await run.status).toBe(1)
    expect(run.terminal.told).toContain('There was no checkpoint yet: start the training again.')
  })

  it('the second ends everything at once', async () => {
    const run = start(line)
    await expect.poll(() => run.services.jobs.length).toBe(1)
    run.terminal.interrupt()
    run.terminal.interrupt()
    expect(run.terminal.abandoned).toEqual([4711])
    expect(run.services.jobs[0]?.cancels).toBe(1)
  })
})

describe('a training that finds too little memory', () => {
  it('ends with the option that lets it have enough', async () => {
    const memory = { needed: 32e9, free: 9e9, fittingBatch: 16 }
    const error = { code: 'out-of-memory', message: 'It fits with 16 images at a time.', memory } as const
    const run = start('train --data d --out o --batch 64', (job) => job.end({ state: 'failed', error }))
    expect(await run.status).toBe(1)
    expect(run.terminal.told).toContain(
      'It fits with 16 images at a time. Run it again with --micro-batch 16.',
    )
  })

  it('takes it, and sends it on', async () => {
    const run = start('train --data d --out o --batch 64 --micro-batch 16', (job) =>
      job.end({ state: 'cancelled' }),
    )
    await run.status
    expect(run.services.jobs[0]?.specification).toMatchObject({ batch: 64, microBatch: 16 })
  })
})
