import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runCommandLine } from '../../src/cli/commandLine'
import type { JobSpecificationInput } from '../../src/engine/protocol/specifications'
import { type FakeServices, fakeServices, fakeTerminal } from './fakes'

async function run(
  line: string,
): Promise<{ status: number; told: string; printed: string[]; services: FakeServices }> {
  const terminal = fakeTerminal()
  const services = fakeServices((job) =>
    job.end({ state: 'failed', error: { code: 'disk', message: 'No.' } }),
  )
  const argv = line.split(' ').filter(Boolean)
  const status = await runCommandLine(argv, { terminal, version: '1.2.3', open: () => services })
  return { status, told: terminal.told, printed: terminal.printed, services }
}

async function specification(line: string): Promise<JobSpecificationInput | undefined> {
  return (await run(line)).services.jobs[0]?.specification
}

describe('wrong arguments end with 2 and a sentence', () => {
  const complete = 'complete --model m --image i.png --out o'
  it.each([
    ['', /Usage: pixelloom/],
    ['paint', /unknown command 'paint'/],
    ['train --out o', /--data PATH/],
    ['train --out o --resume', /--data PATH/],
    ['train --data d', /required option '--out <model>'/],
    ['train --data d --out o --colour', /unknown option '--colour'/],
    ['train --data d --out o --size small', /whole number/],
    ['train --data d --out o --size 2.5', /whole number/],
    ['train --data d --out o --multi-scale 0', /at least 1/],
    ['train --data d --out o --small-layers 1', /go with --multi-scale S/],
    ['train --data d --out o --channels 2', /one of 1, 3/],
    ['train --data d --out o --levels 1', /between 2 and 256/],
    ['train --data d --out o --learning-rate 0', /above 0/],
    ['train --data d --out o --validation 1', /below 1/],
    ['train --data d --out o --seed -1', /between 0 and 4294967295/],
    ['train --data d --out o --architecture gpt', /pixelcnn, row-lstm, diagonal-bilstm/],
    ['train --data d --out o --steps 5 --minutes 5', /cannot be used with/],
    ['train --data d --out o --epochs 5 --minutes 5', /cannot be used with/],
    ['train --data d --out o --resume --from m', /cannot be used with/],
    ['train --data d --out o --keep 0', /between 1 and 100/],
    ['train --data d --out o --early-stop never', /whole number/],
    ['train --data d --out o --early-stop 0', /between 1 and 1000/],
    ['train --data d --out o --from m --from-step half', /whole number/],
    ['train --data d --out o --from-step 100', /goes with --from MODEL/],
    ['train --data d --out o --resume --from-step 100', /goes with --from MODEL/],
    ['train --data d --out o extra', /too many arguments/],
    [complete, /--mask FILE, --rect X,Y,WIDTH,HEIGHT, --half SIDE or --transparent/],
    [`${complete} --half bottom --rect 0,0,1,1`, /cannot be used with/],
    [`${complete} --half bottom --mask m.png`, /cannot be used with/],
    [`${complete} --mask m.png --rect 0,0,1,1`, /cannot be used with/],
    [`${complete} --mask m.png --transparent`, /cannot be used with/],
    [`${complete} --half top --closeness 1`, /--closeness goes with --like/],
    [`${complete} --half top --fit stretched`, /one of model, native/],
    [`${complete} --half top --inference magic`, /one of auto, raster, oriented, conditioned, particles/],
    [`${complete} --half top --particles 0`, /between 1 and 1024/],
    [`${complete} --half top --seconds 0`, /above 0/],
    [`${complete} --half top --feather -1`, /between 0 and 1000/],
    [`${complete} --half middle`, /top, bottom, left, right/],
    [`${complete} --rect 0,0,0,5`, /X,Y,WIDTH,HEIGHT/],
    [`${complete} --rect 1,2,3`, /X,Y,WIDTH,HEIGHT/],
    [`${complete} --half top --count 0`, /between 1 and/],
    [`${complete} --half top --top-p 1.5`, /at most 1/],
    [`${complete} --half top --temperature -1`, /at least 0/],
    ['sample --model m --count 2 --size 0x3 --out o', /WIDTHxHEIGHT/],
    ['evaluate --model m --data d --limit none', /whole number/],
    ['bench --what sleep', /train, forward, sample/],
    ['sample --model m --count 2 --format gif --out o', /png, webp/],
    ['evaluate --model m --data d --runtime abacus', /one of auto/],
    ['serve --port 70000', /between 0 and 65535/],
    ['import', /missing required argument 'path'/],
  ])('%s', async (line, message) => {
    const { status, told, services } = await run(line)
    expect(told).toMatch(message)
    expect(status).toBe(2)
    expect(services.jobs).toEqual([])
  })

  it('says so in JSON too', async () => {
    const { status, printed } = await run('train --data d --out o --size small --json')
    expect(status).toBe(2)
    expect(JSON.parse(printed.at(-1) ?? '')).toEqual({
      error: { code: 'invalid-argument', message: expect.stringMatching(/whole number/) as string },
    })
  })
})

describe('help and version', () => {
  it.each(['--help', 'help', 'train --help', 'help complete', '--version'])(
    '%s goes to stdout with 0',
    async (line) => {
      const { status, told, printed } = await run(line)
      expect(status).toBe(0)
      expect(told).toBe('')
      expect(printed.join('\n')).not.toBe('')
    },
  )

  it('has examples for every command that takes a model or data', async () => {
    for (const name of ['train', 'complete', 'sample', 'evaluate', 'bench', 'serve', 'import', 'export']) {
      expect((await run(`${name} --help`)).printed.join('\n')).toMatch(/pixelloom (\w+ )*/)
    }
  })
})

describe('jobs as the engine gets them', () => {
  it('train: absolute paths, and only what was chosen', async () => {
    expect(await specification('train --data pictures --out models/birds --minutes 0.5 --no-skip')).toEqual({
      kind: 'train',
      data: '/home/someone/pictures',
      out: '/home/someone/models/birds',
      configuration: { skip: false },
      limit: { minutes: 0.5 },
      cacheFolder: join('/data', 'cache', 'images'),
      runtime: 'auto',
    })
  })

  it('train: every option', async () => {
    const line =
      'train --data /d --out /o --architecture row-lstm --multi-scale 14 --size 28 --channels 1 --levels 2 --hidden 16 --layers 7 ' +
      '--output-features 32 --skip --no-residual --batch 8 --steps 100 --learning-rate 1e-4 --seed 7 ' +
      '--validation 0.2 --check-every 50 --from base --binarize threshold --runtime wasm --threads 2 ' +
      '--optimizer adam --schedule cosine --schedule-steps 90 --warm-up 10 --clip 0 --average 0.99 --flip --orient --crop 4 ' +
      '--keep 5 --early-stop 3 --from-step 400'
    expect(await specification(line)).toEqual({
      kind: 'train',
      data: '/d',
      out: '/o',
      configuration: {
        architecture: 'row-lstm',
        size: 28,
        channels: 1,
        levels: 2,
        hidden: 16,
        layers: 7,
        outputFeatures: 32,
        skip: true,
        residual: false,
        binarize: 'threshold',
        small: { size: 14 },
      },
      limit: { steps: 100 },
      batch: 8,
      learningRate: 1e-4,
      optimizer: 'adam',
      schedule: 'cosine',
      scheduleSteps: 90,
      warmUp: 10,
      clip: 0,
      average: 0.99,
      flip: true,
      orient: true,
      crop: 4,
      seed: 7,
      validation: 0.2,
      checkEvery: 50,
      keep: 5,
      earlyStop: true,
      patience: 3,
      from: '/models/base',
      fromStep: 400,
      cacheFolder: join('/data', 'cache', 'images'),
      binarize: 'threshold',
      runtime: 'wasm',
      threads: 2,
    })
  })

  it.each([
    ['--early-stop', { earlyStop: true }],
    ['--early-stop 20', { earlyStop: true, patience: 20 }],
    ['--resume --no-early-stop', { earlyStop: false }],
    ['--resume --keep 1', { keep: 1 }],
  ])('train: %s', async (option, expected) => {
    const asked = await specification(`train --data d --out o ${option}`)
    const chosen = Object.entries(asked ?? {}).filter(([key]) => /^(keep|earlyStop|patience)$/.test(key))
    expect(Object.fromEntries(chosen)).toEqual(expected)
  })

  it('train: what the small network of two scales is to be', async () => {
    expect(
      await specification('train --data d --out o --multi-scale 32 --small-hidden 8 --small-layers 1'),
    ).toMatchObject({ configuration: { small: { size: 32, hidden: 8, layers: 1 } } })
  })

  it('train: --resume', async () => {
    expect(await specification('train --data d --out o --resume')).toMatchObject({ resume: true })
    expect(await specification('train --out /models/birds --resume')).toMatchObject({
      data: '/pictures/birds',
      out: '/models/birds',
    })
  })

  const common = {
    kind: 'complete',
    image: '/home/someone/i.png',
    count: 4,
    out: '/home/someone/o',
    runtime: 'auto',
  }
  it.each([
    ['--mask m.png', { from: 'file', path: '/home/someone/m.png' }],
    ['--rect 1,2,3,4', { from: 'rectangle', rectangle: { x: 1, y: 2, width: 3, height: 4 } }],
    ['--half bottom', { from: 'half', half: 'bottom' }],
    ['--transparent', { from: 'transparency' }],
  ])('complete: %s', async (words, mask) => {
    const line = `complete --model birds --image i.png --out o ${words}`
    expect(await specification(line)).toEqual({ ...common, model: '/models/birds', mask })
  })

  it('complete: how to draw', async () => {
    const line =
      'complete --model m --image i --half top --out o --count 2 --seed 0 --temperature 0 --top-p 0.9'
    expect(await specification(line)).toMatchObject({ count: 2, seed: 0, temperature: 0, topP: 0.9 })
  })

  it.each(['raster', 'oriented', 'conditioned', 'particles'])(
    'complete: --inference %s',
    async (inference) => {
      const line = `complete --model m --image i --half top --out o --inference ${inference} --particles 8`
      expect(await specification(line)).toMatchObject({ inference, particles: 8 })
    },
  )

  it('complete: how it meets the photo', async () => {
    const options = '--scale-mask --fit native --seconds 2.5 --feather 6 --match'
    expect(await specification(`complete --model m --image i --mask w --out o ${options}`)).toMatchObject({
      ...{ scaleMask: true, fit: 'native', seconds: 2.5, feather: 6, match: true },
    })
  })

  it('complete: what the model sees, and what it is to be like', async () => {
    const line = 'complete --model m --image i --half top --out o --frame 1,2,30,40'
    const like = '--like done/1.png --from-row 9 --closeness 0.25'
    expect(await specification(`${line} ${like}`)).toMatchObject({
      frame: { x: 1, y: 2, width: 30, height: 40 },
      like: { file: '/home/someone/done/1.png', fromRow: 9, closeness: 0.25 },
    })
  })

  it('sample: a size and a format of its own', async () => {
    const options = '--size 20x10 --grid --npy --format webp --out o'
    expect(await specification(`sample --model m --count 3 ${options}`)).toEqual({
      kind: 'sample',
      model: '/models/m',
      count: 3,
      width: 20,
      height: 10,
      grid: true,
      npy: true,
      format: 'webp',
      out: '/home/someone/o',
      runtime: 'auto',
    })
  })

  it('evaluate', async () => {
    expect(await specification('evaluate --model m --data d --limit 10 --binarize sample')).toEqual({
      kind: 'evaluate',
      model: '/models/m',
      data: '/home/someone/d',
      limit: 10,
      binarize: 'sample',
      cacheFolder: join('/data', 'cache', 'images'),
      runtime: 'auto',
    })
  })
})

it('names a model that is not there, with 1', async () => {
  const { status, told, services } = await run('sample --model missing --count 1 --out o')
  expect(status).toBe(1)
  expect(told).toBe('error: There is no model "missing".\n')
  expect(services.closed).toBe(1)
})
