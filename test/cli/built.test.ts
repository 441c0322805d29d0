import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeBars } from '../support/bars'
import { root } from '../support/optional'

const entry = join(process.env['PIXELLOOM_OUT'] ?? join(root, 'out'), 'main', 'cli.js')

let folder: string
const inFolder = (...parts: string[]): string => join(folder, ...parts)

interface Finished {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

interface Running {
  readonly child: ChildProcess
  readonly finished: Promise<Finished>
  /** So far. */
  readonly said: { stdout: string; stderr: string }
  /** Until stderr or stdout holds this. */
  says(pattern: RegExp): Promise<void>
}

function start(...args: string[]): Running {
  const child = spawn(process.execPath, [entry, ...args, '--data-folder', inFolder('data')], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => (said[stream] += text))
  }
  const finished = new Promise<Finished>((resolve) =>
    child.on('close', (status) => resolve({ status, ...said })),
  )
  return {
    child,
    finished,
    said,
    says: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (pattern.test(said.stderr + said.stdout)) resolve()
        }
        child.stderr.on('data', look)
        child.stdout.on('data', look)
        child.on('close', () =>
          reject(new Error(`It ended without saying ${pattern.source}: ${said.stderr}`)),
        )
        look()
      }),
  }
}

const run = (...args: string[]): Promise<Finished> => start(...args).finished

/** What --json left on the last line of stdout. */
function json({ stdout }: Finished): Record<string, unknown> {
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Record<string, unknown>
}

const tiny = ['--hidden', '4', '--layers', '1', '--output-features', '8', '--batch', '4', '--levels', '2']
const trainTiny = (...more: string[]): string[] => ['train', '--data', 'bars.npy', ...tiny, ...more]

beforeAll(async () => {
  if (!existsSync(entry)) throw new Error('There is no built program: run `npm run build` (npm test does).')
  folder = await mkdtemp(join(tmpdir(), 'pixelloom-cli-'))
  await writeBars(inFolder('bars.npy'), 40, 8)
})
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))

describe('the built program', () => {
  it('prints help on stdout with 0', async () => {
    const { status, stdout, stderr } = await run('--help')
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toContain('pixelloom train')
  })

  it('ends wrong arguments with 2, and names them in JSON', async () => {
    const finished = await run('sample', '--model', 'm', '--count', 'many', '--out', 'o', '--json')
    expect(finished.status).toBe(2)
    expect(finished.stderr).toContain('--count')
    expect(json(finished)).toMatchObject({ error: { code: 'invalid-argument' } })
  })

  it('ends what fails with 1, and says what is missing', async () => {
    const finished = await run('evaluate', '--model', 'nothing', '--data', 'bars.npy', '--json')
    expect(finished.status).toBe(1)
    expect(json(finished)).toMatchObject({ error: { code: 'not-found' } })
  })

  it('lists models with what they are', async () => {
    const { models } = json(await run('models', '--json')) as { models: { multiScale?: unknown }[] }
    expect(models.some(({ multiScale }) => multiScale !== undefined)).toBe(true)
    for (const model of models) {
      expect(Object.keys(model)).toEqual([
        'id',
        'path',
        'architecture',
        'channels',
        'levels',
        'size',
        // How large the picture is that is drawn first, where there is one.
        ...('multiScale' in model ? ['multiScale'] : []),
        'bundled',
      ])
    }
    expect(Array.isArray(models)).toBe(true)
  })

  it('knows its runtimes: one runs at least, the rest say why not', async () => {
    const { runtimes } = json(await run('runtimes', '--json')) as {
      runtimes: { name: string; available: boolean; description: string }[]
    }
    expect(runtimes.find(({ name }) => name === 'cpu')?.available).toBe(true)
    for (const { description } of runtimes) expect(description).not.toBe('')
  })
})

describe('a model from data to pictures', () => {
  beforeAll(async () => {
    const finished = await run(...trainTiny('--out', 'bars', '--steps', '6', '--json'))
    expect(finished.stderr).toMatch(/Training/)
    expect(finished.status, finished.stderr).toBe(0)
    expect(json(finished)).toMatchObject({ kind: 'train', model: inFolder('bars'), steps: 6, images: 40 })
  })

  it('evaluates', async () => {
    const finished = await run('evaluate', '--model', 'bars', '--data', 'bars.npy', '--limit', '10', '--json')
    const figures = json(finished) as { nats: number; bitsPerDim: number }
    expect(Object.keys(figures)).toEqual(['images', 'nats', 'bitsPerDim', 'seconds'])
    expect(figures).toMatchObject({ images: 10 })
    expect(figures.bitsPerDim).toBeCloseTo(figures.nats / (64 * Math.LN2), 10)
  })

  it('samples at a size of its own, the same for the same seed', async () => {
    const sample = (out: string) =>
      run('sample', '--model', 'bars', '--count', '2', '--size', '6x5', '--seed', '3', '--out', out, '--json')
    const { files } = json(await sample('s1')) as { files: string[] }
    const { files: again } = json(await sample('s2')) as { files: string[] }
    expect(files).toHaveLength(2)
    for (const [index, file] of files.entries()) {
      expect(await sharp(file).metadata()).toMatchObject({ width: 6, height: 5 })
      expect(await sharp(again[index]).raw().toBuffer()).toEqual(await sharp(file).raw().toBuffer())
    }
  })

  it('is verified, and compresses an image that comes back bit for bit', async () => {
    const verified = await run('verify', '--model', 'bars', '--json')
    expect(verified.status, verified.stderr).toBe(0)
    expect(json(verified)).toMatchObject({ passed: true })
    const pixels = Buffer.from(Array.from({ length: 11 * 7 }, (_, i) => (i % 11 === 3 ? 255 : 0)))
    const image = sharp(pixels, { raw: { width: 11, height: 7, channels: 1 } })
    await image.toColourspace('b-w').png().toFile(inFolder('bar.png'))
    const compressed = await run('compress', '--model', 'bars', 'bar.png', 'bar.plm', '--json')
    expect(compressed.status, compressed.stderr).toBe(0)
    const restored = await run('decompress', '--model', 'bars', 'bar.plm', 'again.png', '--json')
    expect(json(restored)).toMatchObject({ file: inFolder('again.png'), width: 11, height: 7 })
    expect(await sharp(inFolder('again.png')).toColourspace('b-w').raw().toBuffer()).toEqual(pixels)
  })

  it('completes a half, leaves the other as it was, and ranks', async () => {
    const photo = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#000' } })
      .composite([
        { input: Buffer.alloc(8 * 3, 255), raw: { width: 1, height: 8, channels: 3 }, left: 2, top: 0 },
      ])
      .png()
      .toFile(inFolder('photo.png'))
      .then(() => sharp(inFolder('photo.png')).removeAlpha().raw().toBuffer())
    const words = ['--half', 'bottom', '--count', '3', '--out', 'done', '--json']
    const finished = await run('complete', '--model', 'bars', '--image', 'photo.png', ...words)
    expect(finished.status, finished.stderr).toBe(0)
    const { completions } = json(finished) as { completions: { file: string; nats: number; rank: number }[] }
    expect(completions.map(({ rank }) => rank)).toEqual([1, 2, 3])
    for (const { file } of completions) {
      const { data, info } = await sharp(file).removeAlpha().raw().toBuffer({ resolveWithObject: true })
      expect([info.width, info.height]).toEqual([8, 8])
      expect(data.subarray(0, 8 * 4 * 3)).toEqual(photo.subarray(0, 8 * 4 * 3))
    }
    const nats = completions.map((completion) => completion.nats)
    expect(nats).toEqual(nats.toSorted((a, b) => a - b))
  })

  it('takes a rectangle outside the image for a wrong argument', async () => {
    await sharp({ create: { width: 8, height: 8, channels: 3, background: '#000' } }).toFile(
      inFolder('black.png'),
    )
    const finished = await run(
      'complete',
      '--model',
      'bars',
      '--image',
      'black.png',
      '--rect',
      '9,9,2,2',
      '--out',
      'o',
    )
    expect([finished.status, finished.stdout]).toEqual([2, ''])
  })

  it('imports what it exports', async () => {
    expect((await run('export', '--model', 'bars', '--out', 'handed-on')).status).toBe(0)
    expect(json(await run('import', 'handed-on', '--json'))).toMatchObject({ id: 'handed-on' })
    const listed = await run('models')
    expect(listed.stdout).toMatch(/^handed-on +pixelcnn +8 x 8 +grey +2/m)
    expect((await run('export', '--model', 'handed-on', '--out', 'handed-on')).status).toBe(1)
    expect((await run('export', '--model', 'bars', '--out', 'one.pixelloom')).status).toBe(0)
    expect(json(await run('import', 'one.pixelloom', '--json'))).toMatchObject({ id: 'bars' })
    expect((await run('export', '--model', 'bars', '--out', 'one.pixelloom')).status).toBe(1)
  })

  it('does not train over a model that is there', async () => {
    const finished = await run(...trainTiny('--out', 'bars', '--steps', '1', '--json'))
    expect(finished.status).toBe(1)
    expect(json(finished)).toMatchObject({ error: { code: 'model-exists' } })
  })
})

describe('a training that is stopped', () => {
  it('by Ctrl-C keeps its checkpoint, and goes on from there', async () => {
    const training = start(...trainTiny('--out', 'stopped', '--steps', '1000000', '--json'))
    await training.says(/Training .*steps/)
    training.child.kill('SIGINT')
    const finished = await training.finished
    expect(finished.status, finished.stderr).toBe(1)
    expect(json(finished)).toMatchObject({ error: { code: 'cancelled' } })
    const checkpoints = (await readdir(inFolder('stopped', 'checkpoints'))).map(Number)
    const reached = Math.max(...checkpoints)
    expect(reached).toBeGreaterThan(0)
    const resumed = await run(
      'train',
      '--out',
      'stopped',
      '--resume',
      '--steps',
      String(reached + 3),
      '--json',
    )
    expect(resumed.status, resumed.stderr).toBe(0)
    expect(json(resumed)).toMatchObject({ kind: 'train', steps: reached + 3 })
  })

  it('by a second Ctrl-C ends at once', async () => {
    const training = start(...trainTiny('--out', 'abandoned', '--steps', '1000000'))
    await training.says(/Training .*steps/)
    training.child.kill('SIGSTOP')
    training.child.kill('SIGINT')
    training.child.kill('SIGTERM')
    training.child.kill('SIGCONT')
    expect((await training.finished).status).toBe(1)
  })
})

describe('a folder of images', () => {
  const count = 30
  const complete = (out: string, ...more: string[]): string[] => [
    ...['complete', '--model', 'for-folders', '--image', 'pictures', '--half', 'bottom'],
    ...['--out', out, ...more],
  ]
  const contents = async (out: string): Promise<Map<string, string>> => {
    const names = (await readdir(inFolder(out), { recursive: true })).filter((name) => name.includes('.'))
    const read = async (name: string) => [name, await readFile(inFolder(out, name), 'base64')] as const
    return new Map(await Promise.all(names.sort().map(read)))
  }

  beforeAll(async () => {
    const trained = await run(...trainTiny('--out', 'for-folders', '--steps', '2'))
    expect(trained.status, trained.stderr).toBe(0)
    await mkdir(inFolder('pictures', 'deep'), { recursive: true })
    for (let i = 0; i < count; i++) {
      const data = Uint8Array.from({ length: 64 }, (_, at) => (at * i * 7) % 256)
      const picture = sharp(data, { raw: { width: 8, height: 8, channels: 1 } }).png()
      await picture.toFile(inFolder('pictures', i % 2 ? 'deep' : '', `${i}.png`))
    }
  })

  it('killed and called again ends with the files of a run that never was', async () => {
    const whole = await run(...complete('whole', '--json'))
    expect(whole.status, whole.stderr).toBe(0)
    expect(json(whole)).toEqual({
      ...{ folder: inFolder('pictures'), images: count, completed: count, existed: 0, skipped: [] },
      seconds: expect.any(Number) as number,
    })
    const broken = start(...complete('killed'))
    const recorded = async (): Promise<number> => {
      const list = await readFile(inFolder('killed', 'completions.jsonl'), 'utf8').catch(() => '')
      return list.split('\n').length
    }
    // Those of the first image are in their places once there are lines of a second.
    await expect.poll(recorded).toBeGreaterThan(5)
    broken.child.kill('SIGKILL')
    await broken.finished
    const resumed = await run(...complete('killed', '--json'))
    expect(resumed.status, resumed.stderr).toBe(0)
    const { completed, existed } = json(resumed) as { completed: number; existed: number }
    expect(completed + existed).toBe(count)
    expect(existed).toBeGreaterThan(0)
    expect(resumed.stderr).toContain(`${count} of ${count} files`)
    expect(await contents('killed')).toEqual(await contents('whole'))
  })

  it('with a file that is no image ends with 1, and does the others', async () => {
    await writeFile(inFolder('pictures', 'broken.png'), 'no picture')
    const finished = await run(...complete('partly', '--count', '1', '--json'))
    expect(finished.status).toBe(1)
    expect(finished.stderr).toContain('skipped')
    expect(json(finished)).toMatchObject({
      ...{ images: count + 1, completed: count },
      skipped: [{ path: inFolder('pictures', 'broken.png'), reason: expect.any(String) as string }],
    })
  })
})

describe('serve', () => {
  it('prints an address that works, and ends with 0 on Ctrl-C', async () => {
    const serving = start('serve', '--json')
    await serving.says(/"address"/)
    await serving.says(/Ctrl-C/)
    const { address } = JSON.parse(serving.said.stdout) as { address: string }
    expect(new URL(address).hostname).toBe('127.0.0.1')
    const welcome = await fetch(address, { redirect: 'manual' })
    const [cookie = ''] = welcome.headers.get('set-cookie')?.split(';') ?? []
    const page = await fetch(new URL('/', address), { headers: { cookie } })
    expect(await page.text()).toContain('<title>Pixelloom</title>')
    serving.child.kill('SIGINT')
    const finished = await serving.finished
    expect(finished.status, finished.stderr).toBe(0)
  })
})
