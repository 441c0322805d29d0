import { mkdirSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runCommandLine } from '../../src/cli/commandLine'
import type { JobResult } from '../../src/shared/jobs'
import { TemporaryFolder } from '../data/support'
import { type FakeJob, type FakeServices, fakeServices, type FakeTerminal, fakeTerminal } from './fakes'

let folder: TemporaryFolder
beforeEach(() => {
  folder = new TemporaryFolder()
  for (const name of ['images', 'masks']) mkdirSync(folder.at(name))
})
afterEach(() => {
  folder.remove()
})

interface Run {
  readonly status: number
  readonly terminal: FakeTerminal
  readonly services: FakeServices
}

async function run(options: string, script: (job: FakeJob) => void): Promise<Run> {
  const terminal = fakeTerminal()
  const services = fakeServices(script)
  const argv = [
    'complete',
    '--model',
    'm',
    '--image',
    folder.at('images'),
    '--out',
    'o',
    ...options.split(' '),
  ]
  const status = await runCommandLine(argv, { terminal, version: '1', open: () => services })
  return { status, terminal, services }
}

const refuse = (job: FakeJob): void => {
  job.end({ state: 'failed', error: { code: 'disk', message: 'No.' } })
}

const figures = (changes: object = {}) => ({
  ...{ folder: '/i', images: 50, completed: 31, existed: 19, skipped: [], seconds: 4 },
  ...changes,
})
const done = (changes: object = {}) => {
  const result: JobResult = { kind: 'complete-folder', out: '/o', ...figures(changes) }
  return (job: FakeJob): void => job.end({ state: 'done', result })
}

describe('complete with a folder', () => {
  const common = {
    ...{ kind: 'complete-folder', model: '/models/m', out: '/home/someone/o' },
    ...{ count: 4, runtime: 'auto' },
  }

  it.each([
    ['--half left', { from: 'half', half: 'left' }, {}],
    ['--rect 1,2,3,4', { from: 'rectangle', rectangle: { x: 1, y: 2, width: 3, height: 4 } }, {}],
    ['--mask m.png', { from: 'file', path: '/home/someone/m.png' }, {}],
    [
      '--half top --again --seed 3 --top-p 0.9',
      { from: 'half', half: 'top' },
      { again: true, seed: 3, topP: 0.9 },
    ],
  ])('asks for every image: %s', async (options, masks, more) => {
    const { services } = await run(options, refuse)
    expect(services.jobs[0]?.specification).toMatchObject({
      ...common,
      folder: folder.at('images'),
      masks,
      ...more,
    })
    expect(services.jobs[0]?.specification).not.toHaveProperty('image')
    expect(services.jobs[0]?.specification).not.toHaveProperty('mask')
  })

  it('takes a folder of masks', async () => {
    const { services } = await run(`--mask ${folder.at('masks')}`, refuse)
    const masks = { from: 'folder', path: folder.at('masks') }
    expect(services.jobs[0]?.specification).toMatchObject({ ...common, masks })
  })

  it('says what was done, and just what was promised in JSON', async () => {
    const { status, terminal } = await run('--half top', done())
    expect(status).toBe(0)
    expect(terminal.printed).toEqual([
      '31 images completed in 4 s, 19 had been before.',
      'The completions are in /o',
    ])
    const inJson = await run('--half top --json', done())
    expect(inJson.status).toBe(0)
    expect(inJson.terminal.printed.map((line) => JSON.parse(line) as unknown)).toEqual([figures()])
  })

  it('ends with 1 where files failed, and says how many', async () => {
    const skipped = [{ path: '/i/a.png', reason: 'is empty.' }]
    const { status, terminal } = await run('--half top', done({ completed: 49, existed: 0, skipped }))
    expect(status).toBe(1)
    expect(terminal.printed[0]).toBe('49 images completed in 4 s, 1 could not be: it is named above.')
    const inJson = await run('--half top --json', done({ completed: 49, existed: 0, skipped }))
    expect(inJson.status).toBe(1)
    expect(JSON.parse(inJson.terminal.printed.at(-1) ?? '')).toMatchObject({ completed: 49, skipped })
  })

  it('tells "19 of 50" as it goes', async () => {
    const { terminal } = await run('--half top', (job) => {
      const progress = { stage: 'Completing', done: 19, total: 50, unit: 'files' } as const
      job.listeners.event({ type: 'progress', progress })
      done()(job)
    })
    expect(terminal.told).toMatch(/19 of 50 files/)
  })

  it('cancelled says where the finished ones are and how to go on', async () => {
    const { status, terminal } = await run('--half top', (job) => job.end({ state: 'cancelled' }))
    expect(status).toBe(1)
    expect(terminal.told).toMatch(/is in \/home\/someone\/o; the same command goes on/)
  })
})
