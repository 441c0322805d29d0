import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { npyHeader } from '../../src/engine/data/npyHeader'
import { stopKernels } from '../../src/engine/runtimes/runtime'
import { TemporaryFolder } from '../data/support'
import { watchJob } from '../jobs/support'
import { describeWith, optional, root } from '../support/optional'

const twin = join(root, 'resources', 'models', 'recipes', 'twin', 'photos.py')

/** So small that a step takes milliseconds; whatever the size, layers are put together alike. */
const tiny = [
  ...['--hidden', '6', '--layers', '2', '--output-features', '9', '--batch', '4', '--holes', '8'],
  ...['--conditioner-hidden', '4', '--conditioner-layers', '5', '--conditioner-features', '6'],
]

interface Line {
  readonly what: string
  readonly heldOut?: number
  readonly wholeHeldOut?: boolean
}

describeWith(optional.python, 'the twin that trains photographs by PyTorch', (python) => {
  const folder = new TemporaryFolder()
  let said: Line[] = []

  beforeAll(() => {
    folder.put('photos.npy', smoothPhotos(50))
    folder.put('held-out.npy', smoothPhotos(50, 25))
    const words = [
      ...tiny,
      '--minutes',
      '0.03',
      '--varied-minutes',
      '0.03',
      '--conditioner-minutes',
      '0.03',
      '--plain',
    ]
    const { status, stdout, stderr } = spawnSync(
      python,
      [twin, folder.at('photos.npy'), folder.at('model'), ...words],
      { encoding: 'utf8' },
    )
    expect(status, stderr).toBe(0)
    said = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Line)
  }, 120_000)
  afterAll(() => folder.remove())
  afterAll(stopKernels)

  it('finds images as likely as the engine finds them in the model it writes', async () => {
    const heldOut = said.findLast(({ wholeHeldOut }) => wholeHeldOut)?.heldOut
    const { end } = watchJob({ kind: 'evaluate', model: folder.at('model'), data: folder.at('held-out.npy') })
    const { result } = await end
    expect(result).toMatchObject({ kind: 'evaluate', images: 2 })
    // The file has half precision.
    expect(result?.kind === 'evaluate' && result.bitsPerDim).toBeCloseTo(heldOut ?? NaN, 2)
  })

  it('writes a model that is what it says, with a conditioning network', async () => {
    const { end } = watchJob({ kind: 'verify', model: folder.at('model') })
    const { result } = await end
    expect(result).toMatchObject({ kind: 'verify', passed: true })
    expect(said.map(({ what }) => what)).toContain('conditioner')
  })
})

describeWith(optional.python, 'softmax against a continuous output', (python) => {
  const folder = new TemporaryFolder()
  afterAll(() => folder.remove())
  const outputs = join(twin, '..', 'outputs.py')
  const run = (...words: string[]): string => {
    const { status, stdout, stderr } = spawnSync(python, words, {
      encoding: 'utf8',
      cwd: join(outputs, '..'),
    })
    expect(status, stderr).toBe(0)
    return stdout.trim()
  }

  it('judges by a density: over all values of a channel it comes to one', () => {
    const program = [
      'import torch, outputs',
      'torch.manual_seed(3)',
      'steps = 200000',
      'values = (torch.arange(steps * 6) / (6 * steps) * 6 - 2.5) * 255',
      'values = values.view(1, 1, -1, 1)',
      'given = torch.randn(1, 1, 1, 30).mul(0.5).expand(1, 1, values.shape[2], 30)',
      'density = torch.exp(-outputs.mixture_nats(given, values).double())',
      'print((density.sum() * 255 * 6 / density.numel()).item())',
    ].join('; ')
    expect(Number(run('-c', program))).toBeCloseTo(1, 3)
  })

  it('trains and judges both, from the same seed the same', () => {
    folder.put('photos.npy', smoothPhotos(50))
    const words = [outputs, folder.at('photos.npy'), '--steps', '3', '--images', '2']
    const said = run(...words)
      .split('\n')
      .map((line) => JSON.parse(line) as { output: string; bitsPerDim: number })
    expect(said.map(({ output }) => output)).toEqual(['softmax', 'mixture'])
    // Both begin near what knows nothing: eight bits.
    for (const { bitsPerDim } of said) expect(Math.abs(bitsPerDim - 8)).toBeLessThan(1.5)
    const bits = (text: string): string[] =>
      [...text.matchAll(/"bitsPerDim": ([\d.]+)/g)].map(([, b = '']) => b)
    expect(bits(run(...words))).toEqual(said.map(({ bitsPerDim }) => String(bitsPerDim)))
  })
})

/** Every `step`th of `count` pictures of colours that change slowly, as a .npy of uint8 [N, 32, 32, 3]. */
function smoothPhotos(count: number, step = 1): Buffer {
  const chosen = Array.from({ length: count / step }, (_, i) => i * step)
  const pixels = Buffer.from(
    chosen.flatMap((image) =>
      Array.from({ length: 32 * 32 * 3 }, (_, i) => {
        const [y, x, channel] = [Math.floor(i / 96), Math.floor(i / 3) % 32, i % 3]
        return 128 + 100 * Math.sin(image + channel + x / 9 + y / 7)
      }),
    ),
  )
  return Buffer.concat([npyHeader([chosen.length, 32, 32, 3]), pixels])
}
