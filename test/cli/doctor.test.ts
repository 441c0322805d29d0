import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runCommandLine } from '../../src/cli/commandLine'
import type { Services } from '../../src/cli/services'
import { type FakeJob, fakeServices, fakeTerminal } from './fakes'

interface Answer {
  healthy: boolean
  findings: { name: string; state: string; message: string }[]
}

const measured = (job: FakeJob): void =>
  job.end({ state: 'done', result: { kind: 'bench', what: 'train', seconds: 1, imagesPerSecond: 1 } })

async function examine(
  change: Partial<Services> = {},
  script = measured,
): Promise<Answer & { status: number }> {
  const terminal = fakeTerminal()
  const services = { ...fakeServices(script), dataFolder: import.meta.dirname, ...change }
  const status = await runCommandLine(['doctor', '--json'], { terminal, version: '1', open: () => services })
  return { status, ...(JSON.parse(terminal.printed.at(-1) ?? '') as Answer) }
}

describe('doctor', () => {
  it('finds a healthy machine, a sentence each', async () => {
    const { status, healthy, findings } = await examine()
    expect([status, healthy]).toEqual([0, true])
    for (const { message } of findings) expect(message).toMatch(/\.$/)
    const names = new Set(findings.map(({ name }) => name))
    expect([...names]).toEqual([
      'node',
      'cores',
      'memory',
      'data-folder',
      'disk',
      'runtime',
      'engine',
      'images',
      'models',
      'electron',
    ])
  })

  it('explains each runtime in words, and what auto makes of them', async () => {
    const runtimes = (): ReturnType<Services['runtimes']> =>
      Promise.resolve([
        {
          ...{ name: 'native', available: true, description: 'Kernels of our own' },
          ...{ trainingMilliseconds: 5.81, drawingMilliseconds: 2.7 },
        },
        {
          ...{ name: 'tensorflow', available: true, description: 'TensorFlow on a card' },
          ...{ trainingMilliseconds: 1.5, drawingMilliseconds: 1400 },
        },
        { name: 'webgpu', available: true, description: 'A card', unmeasured: 'It gave no answer.' },
        { name: 'wasm', available: false, description: 'There are no kernels.' },
      ])
    const { findings } = await examine({ runtimes })
    expect(
      findings.flatMap(({ name, state, message }) => (name === 'runtime' ? [[state, message]] : [])),
    ).toEqual([
      [
        'fine',
        "Runtime native (this app's own code for this processor) runs: Kernels of our own. With a small model (PixelCNN 14x14) a training step takes 5.81 ms, an image 2.70 ms.",
      ],
      [
        'fine',
        'Runtime tensorflow (an NVIDIA card, or the processor) runs: TensorFlow on a card. With a small model (PixelCNN 14x14) a training step takes 1.50 ms, an image 1.4 s.',
      ],
      ['fine', 'Runtime webgpu (any graphics card) runs: A card. Not measured: It gave no answer.'],
      ['absent', "Runtime wasm (this app's own code for any processor) does not run: There are no kernels."],
      ['fine', 'For such a model, auto takes tensorflow to train and native to draw.'],
    ])
  })

  it('names a damaged model without calling the machine broken', async () => {
    const damaged = [{ id: 'birds', path: '/data/models/birds', reason: 'model.json is no JSON.' }]
    const { status, findings } = await examine({ listModels: () => Promise.resolve({ models: [], damaged }) })
    expect(status).toBe(0)
    expect(findings.map(({ message }) => message)).toContain(
      "The model in /data/models/birds can't be used: model.json is no JSON.",
    )
  })

  const nothing = { name: 'wasm', available: false, description: 'No.' } as const
  it.each<[string, Partial<Services>, ((job: FakeJob) => void)?]>([
    ['data-folder', { dataFolder: join(import.meta.filename, 'pixelloom') }],
    ['runtime', { runtimes: () => Promise.resolve([nothing]) }],
    ['runtime', { runtimes: () => Promise.reject(new Error('gone')) }],
    [
      'engine',
      {},
      (job) => job.end({ state: 'failed', error: { code: 'engine-stopped', message: 'SIGILL.' } }),
    ],
    ['models', { listModels: () => Promise.reject(new Error('gone')) }],
  ])('ends with 1 where the %s is broken', async (name, change, script) => {
    const { status, healthy, findings } = await examine(change, script)
    expect([status, healthy]).toEqual([1, false])
    expect(findings.filter(({ state }) => state === 'broken').map((finding) => finding.name)).toEqual([name])
  })
})
