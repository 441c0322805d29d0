import { describe, expect, it } from 'vitest'
import { runCommandLine } from '../../src/cli/commandLine'
import type { JobResult } from '../../src/shared/jobs'
import { type FakeServices, fakeServices, type FakeTerminal, fakeTerminal } from './fakes'

async function run(
  line: string,
  result?: JobResult,
): Promise<{ status: number; terminal: FakeTerminal; services: FakeServices; json: () => unknown }> {
  const terminal = fakeTerminal()
  const error = { code: 'wrong-model', message: 'Another model.' } as const
  const services = fakeServices((job) =>
    job.end(result ? { state: 'done', result } : { state: 'failed', error }),
  )
  const status = await runCommandLine(line.split(' '), { terminal, version: '1', open: () => services })
  return { status, terminal, services, json: () => JSON.parse(terminal.printed.at(-1) ?? '') as unknown }
}

describe('compress and decompress', () => {
  const made = { bytes: 1241, overhead: 41, bitsPerDim: 3.2, nats: 6654.1, seconds: 2 }

  it('hand both paths to the engine, and print the figures', async () => {
    const line = 'compress --model birds in.png out.plm'
    const { services, json, status } = await run(`${line} --json`, { kind: 'compress', file: '/o', ...made })
    expect(status).toBe(0)
    expect(services.jobs[0]?.specification).toEqual({
      kind: 'compress',
      model: '/models/birds',
      image: '/home/someone/in.png',
      out: '/home/someone/out.plm',
    })
    expect(json()).toEqual(made)
    const told = await run(line, { kind: 'compress', file: '/o/out.plm', ...made })
    expect(told.terminal.printed).toEqual([
      '1.2 kB, 3.2000 bits per dimension, 6654.100 nats; 41 bytes are header and checksums.',
      '/o/out.plm in 2 s.',
    ])
  })

  it('restore to a PNG and nothing else', async () => {
    const restored = { file: '/o/again.png', width: 32, height: 24, seconds: 1 }
    const { services, json } = await run('decompress --model birds out.plm again.png --json', {
      kind: 'decompress',
      ...restored,
    })
    expect(services.jobs[0]?.specification).toMatchObject({
      kind: 'decompress',
      file: '/home/someone/out.plm',
    })
    expect(json()).toEqual(restored)
    const wrong = await run('decompress --model birds out.plm again.jpg')
    expect([wrong.status, wrong.services.jobs.length]).toEqual([2, 0])
    expect(wrong.terminal.told).toContain('must end in .png')
  })

  it('fail with 1, and say with what', async () => {
    const { status, terminal } = await run('decompress --model birds out.plm again.png')
    expect(status).toBe(1)
    expect(terminal.told).toContain('error: Another model.')
  })

  it.each(['compress --model m in.png', 'decompress in.plm out.png', 'compress --model m a b c'])(
    'without what they need end with 2: %s',
    async (line) => expect((await run(line)).status).toBe(2),
  )
})

describe('verify', () => {
  const check = { name: 'masks', state: 'passed', sentence: 'All 2108 masked entries are zero.' } as const
  const failed = {
    name: 'no-leak',
    state: 'failed',
    sentence: 'It leaks at (row 1, column 2).',
    subject: 'x',
  } as const

  it('ends with 0 where nothing fails, a sentence a check', async () => {
    const result = { kind: 'verify', passed: true, checks: [check], seconds: 3 } as const
    const { status, terminal, services } = await run('verify --model birds', { ...result, checks: [check] })
    expect(status).toBe(0)
    expect(services.jobs[0]?.specification).toEqual({
      kind: 'verify',
      model: '/models/birds',
      runtime: 'auto',
    })
    expect(terminal.printed).toEqual([
      'ok      masks        All 2108 masked entries are zero.',
      'The model is what it says; 3 s.',
    ])
  })

  it('ends with 1 where a check fails, and prints all the same', async () => {
    const checks = [check, failed]
    const { status, json } = await run('verify --model birds --json', {
      kind: 'verify',
      passed: false,
      checks,
      seconds: 3,
    })
    expect(status).toBe(1)
    expect(json()).toEqual({ passed: false, checks, seconds: 3 })
    const told = await run('verify --model birds', { kind: 'verify', passed: false, checks, seconds: 3 })
    expect(told.terminal.printed.at(-1)).toBe('1 of 2 checks failed; 3 s.')
  })
})
