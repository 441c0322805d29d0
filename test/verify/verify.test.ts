import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as tf from '@tensorflow/tfjs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createNetwork } from '../../src/engine/models/createNetwork'
import type { Network } from '../../src/engine/models/network'
import { selectRuntime } from '../../src/engine/runtimes/runtime'
import { writeModelFolder } from '../../src/engine/storage/modelFolder'
import { encodeSafetensors } from '../../src/engine/storage/safetensors'
import { type VerifyOptions, verifyModel } from '../../src/engine/verify/verifyModel'
import type { ModelCheck } from '../../src/shared/jobs'
import type { ModelConfiguration } from '../../src/shared/model/configuration'
import { refusal, TemporaryFolder } from '../data/support'
import { randomWeights, tinyConfiguration } from '../engine/fixtures'
import { host, watchJob } from '../jobs/support'
import { optional } from '../support/optional'
import { trustingNetwork } from './trusting'

let folder: TemporaryFolder
let models = 0
beforeAll(async () => {
  folder = new TemporaryFolder()
  await selectRuntime('wasm')
})
afterAll(() => folder.remove())

type Tensors = Map<string, { shape: readonly number[]; data: Float32Array }>

/** A model folder with random weights, after `change`. */
async function model(
  changes: Partial<ModelConfiguration> = {},
  change: (tensors: Tensors) => void = () => undefined,
): Promise<string> {
  const configuration = tinyConfiguration({ hidden: 12, outputFeatures: 24, ...changes })
  const network = createNetwork(configuration)
  const weights = randomWeights(network, 1)
  const tensors: Tensors = new Map(
    network.parameters.map(({ name, shape }) => [name, { shape, data: weights.get(name)! }]),
  )
  change(tensors)
  const path = folder.at(`model-${++models}`)
  await writeModelFolder(host, path, { configuration, weights: tensors })
  return path
}

/** Sets one entry of a kernel [kh, kw, in, out]. */
function set(tensors: Tensors, name: string, place: readonly number[], value: number): void {
  const { shape, data } = tensors.get(name)!
  data[place.reduce((index, p, i) => index * shape[i]! + p, 0)] = value
}

async function verify(path: string, options?: VerifyOptions): Promise<Record<string, ModelCheck>> {
  const before = tf.memory().numTensors
  const checks = await verifyModel(host, path, options)
  expect(tf.memory().numTensors).toBe(before)
  expect(checks).toHaveLength(9)
  for (const { sentence } of checks) expect(sentence).toMatch(/\.$/)
  return Object.fromEntries(checks.map((check) => [check.name, check]))
}

const states = (checks: Record<string, ModelCheck>): string[] =>
  Object.entries(checks).flatMap(([name, { state }]) => (state === 'passed' ? [] : [`${name} ${state}`]))

it('a model that is sure of its images, which then cost next to nothing, is as sound as any', async () => {
  const path = await model({ channels: 1, levels: 2 }, (tensors) => set(tensors, 'output.2.bias', [0], -14))
  expect(states(await verify(path))).toEqual([])
})

describe('a sound Multi-Scale model', () => {
  const small = (size: number, changes: Partial<ModelConfiguration>): Partial<ModelConfiguration> => ({
    ...changes,
    size: 8,
    small: { ...tinyConfiguration({ hidden: 3, layers: 1, ...changes }), size },
  })

  it.each([
    small(4, { channels: 1, levels: 2 }),
    small(2, { channels: 1, levels: 256, layers: 1 }),
    small(4, { channels: 3, levels: 4, layers: 1, skip: true }),
    small(4, { channels: 1, levels: 2, layers: 1, architecture: 'row-lstm' }),
    small(2, { channels: 1, levels: 4, layers: 1, architecture: 'diagonal-bilstm' }),
  ])('passes every check that there is for it', async (configuration) => {
    // Without kernels, images are drawn by passes over the whole.
    const left = optional.kernels.available ? [] : ['incremental skipped']
    expect(states(await verify(await model(configuration)))).toEqual(left)
  })

  it.each(['small.input.kernel', 'input.kernel'])('must not see what is below: %s', async (name) => {
    const path = await model(small(4, { channels: 1, levels: 2 }), (tensors) => {
      set(tensors, name, [4, 3, 0, 0], 1)
    })
    const { masks } = await verify(path)
    expect(masks).toMatchObject({ state: 'failed', subject: name })
  })

  it.each(['small', 'large'])('must not see what is still to come: %s', async (which) => {
    const below = (network: Network): Network => ({
      ...network,
      // Each logit with the pixel below it added.
      logits: (weights, pixels, ...others) =>
        tf.tidy(() => {
          const shifted = tf.slice(
            tf.pad(pixels, [
              [0, 0],
              [0, 1],
              [0, 0],
              [0, 0],
            ]),
            [0, 1, 0, 0],
            pixels.shape,
          )
          const logits = network.logits(weights, pixels, ...others)
          return logits.shape[1] === pixels.shape[1] ? tf.add<tf.Tensor4D>(logits, shifted) : logits
        }),
    })
    const path = await model(small(4, { channels: 1, levels: 2 }))
    const checks = await verify(path, {
      networkOf: (configuration) => {
        const network = createNetwork(configuration)
        const { multiScale } = network
        if (which === 'large' || !multiScale) return below(network)
        return { ...network, multiScale: { ...multiScale, small: below(multiScale.small) } }
      },
    })
    expect(checks['no-leak']?.state).toBe('failed')
    expect(checks['no-leak']?.sentence.includes('of the small image')).toBe(which === 'small')
    expect(checks['sums-to-one']?.state).toBe('failed')
  })
})

describe('a sound model', () => {
  it.each([
    { channels: 1, levels: 2 },
    { channels: 1, levels: 256, layers: 1, skip: true },
    { channels: 3, levels: 4, layers: 1 },
    { channels: 3, levels: 256, layers: 0 },
    { channels: 3, levels: 2, layers: 2, residual: false, hidden: 7 },
    // Deep and without residuals: a path that is there must not die on its way through shut ReLUs.
    { channels: 3, levels: 2, layers: 12, residual: false },
    { channels: 1, levels: 3, layers: 4, skip: true, residual: false },
    { channels: 1, levels: 2, architecture: 'row-lstm' },
    { channels: 3, levels: 4, layers: 1, skip: true, architecture: 'row-lstm' },
    { channels: 1, levels: 256, layers: 1, architecture: 'diagonal-bilstm' },
    { channels: 3, levels: 2, layers: 2, residual: false, architecture: 'diagonal-bilstm' },
  ] as const)('passes every check: %o', async (changes) => {
    const told: string[] = []
    const checks = await verify(await model(changes), {
      onCheck: ({ name }, done, total) => told.push(`${name} ${done}/${total}`),
    })
    expect(states(checks)).toEqual([])
    expect(told[0]).toBe('files 1/9')
    expect(told.at(-1)).toBe('incremental 9/9')
  })

  it('may come from elsewhere, with tensors that are nobody else’s', async () => {
    const path = await model({ layers: 1 }, (tensors) => {
      tensors.set('optimizer.step', { shape: [1], data: Float32Array.of(3) })
    })
    const { parameters } = await verify(path)
    expect(parameters).toMatchObject({ state: 'passed' })
    expect(parameters?.sentence).toContain('"optimizer.step", not used')
  })
})

describe('parameters that do not fit are named', () => {
  it.each([
    [
      'missing',
      (tensors: Tensors) => void tensors.delete('blocks.1.up.bias'),
      'blocks.1.up.bias',
      'is missing',
    ],
    [
      'of another shape',
      (tensors: Tensors) => void tensors.set('output.0.bias', { shape: [1, 24], data: new Float32Array(24) }),
      'output.0.bias',
      '[1, 24] where the configuration calls for [24]',
    ],
    [
      'of a block too many',
      (tensors: Tensors) => void tensors.set('blocks.2.up.bias', tensors.get('blocks.1.up.bias')!),
      'blocks.2.up.bias',
      'no place for it',
    ],
  ])('%s', async (_, change, subject, words) => {
    const checks = await verify(await model({}, change))
    expect(checks['parameters']).toMatchObject({ state: 'failed', subject })
    expect(checks['parameters']?.sentence).toContain(words)
    expect(checks['no-leak']?.state).toBe('skipped')
  })

  it('not numbers', async () => {
    const path = await model({}, (tensors) => set(tensors, 'blocks.0.conv.kernel', [0, 1, 2, 3], NaN))
    const checks = await verify(path)
    expect(checks['finite']).toMatchObject({ state: 'failed', subject: 'blocks.0.conv.kernel' })
    expect(checks['finite']?.sentence).toContain('NaN at [0, 1, 2, 3]')
    expect(checks['reach']?.state).toBe('skipped')
  })

  it('in a damaged file', async () => {
    const path = await model()
    const file = join(path, 'weights.safetensors')
    const bytes = readFileSync(file)
    bytes[bytes.length - 1]! ^= 1
    writeFileSync(file, bytes)
    const checks = await verify(path)
    expect(checks['files']).toMatchObject({ state: 'failed' })
    expect(checks['files']?.sentence).toContain('checksum')
    expect(states(checks)).toHaveLength(9)
  })
})

describe('a model that was made to leak', () => {
  const leaks: readonly [string, readonly number[], string][] = [
    ['input.kernel', [3, 3, 0, 5], 'a colour that is not drawn yet'],
    ['input.kernel', [4, 1, 0, 5], '1 row below the pixel'],
    ['blocks.1.conv.kernel', [1, 2, 7, 0], '1 column to the right of the pixel'],
    ['blocks.0.conv.kernel', [2, 0, 3, 4], '1 row below the pixel'],
  ]

  it.each(leaks)('fails, and says where: %s %j', async (name, place, words) => {
    const path = await model({}, (tensors) => set(tensors, name, place, 3))
    const checks = await verify(path)
    expect(checks['masks']).toMatchObject({ state: 'failed', subject: name })
    expect(checks['masks']?.sentence).toContain(
      `"${name}" is 3 at [${place.join(', ')}], which looks at ${words}`.replace('looks at 1', 'looks 1'),
    )
    // Our own network multiplies no masked entry, so that here nothing leaks.
    expect(checks['no-leak']?.state).toBe('passed')
    // A program that trusts the file does leak, and that is seen.
    const trusted = await verify(path, { networkOf: trustingNetwork })
    expect(trusted['no-leak']?.state).toBe('failed')
    expect(trusted['no-leak']?.sentence).toMatch(
      /^The logits at \(row \d, column \d\) of a 7 x 9 image change with/,
    )
    expect(trusted['incremental']?.state).toBe('failed')
  })

  it('in colours', async () => {
    const path = await model({ channels: 3, layers: 0 }, (tensors) =>
      // From green to red, at the pixel itself.
      set(tensors, 'input.kernel', [3, 3, 1, 2], -2),
    )
    const checks = await verify(path, { networkOf: trustingNetwork })
    expect(checks['masks']?.subject).toBe('input.kernel')
    expect(checks['no-leak']?.sentence).toMatch(
      /column \d, red\) .* \(row \d, column \d, green\), which comes later/,
    )
  })

  it('no longer sums to one', async () => {
    // The last pixel of an image of two, seen by the first.
    const path = await model({ layers: 0, levels: 2 }, (tensors) => {
      for (let o = 0; o < 24; o++) set(tensors, 'input.kernel', [3, 4, 0, o], 2)
    })
    const checks = await verify(path, { networkOf: trustingNetwork })
    expect(checks['sums-to-one']).toMatchObject({ state: 'failed' })
    expect((await verify(path))['sums-to-one']?.state).toBe('passed')
  })
})

describe('a network that is wrong', () => {
  const shift = (top: number, left: number) => (x: tf.Tensor4D) => {
    const [batch, height, width, features] = x.shape
    const padded = tf.pad(x, [
      [0, 0],
      [top, 0],
      [left, 0],
      [0, 0],
    ])
    return tf.slice(padded, [0, 0, 0, 0], [batch, height, width, features])
  }

  it('passes where it is only written differently', async () => {
    expect(states(await verify(await model(), { networkOf: trustingNetwork }))).toEqual([])
  })

  it('fails where it loses context, and says what', async () => {
    const networkOf = (configuration: ModelConfiguration): Network =>
      trustingNetwork(configuration, { afterInput: shift(0, 1) })
    const checks = await verify(await model(), { networkOf })
    expect(checks['no-leak']?.state).toBe('passed')
    expect(checks['reach']?.state).toBe('failed')
    expect(checks['reach']?.sentence).toMatch(
      /do not depend on \(row \d, column \d\), which the pixelcnn should reach/,
    )
  })

  it('fails where it sees too far', async () => {
    const networkOf = (configuration: ModelConfiguration): Network =>
      trustingNetwork(configuration, { afterInput: (x) => tf.add(x, shift(1, 0)(x)) })
    const { reach } = await verify(await model({ layers: 1 }), { networkOf })
    expect(reach?.sentence).toMatch(/depend on .* should not reach/)
  })
})

describe('the job', () => {
  it('ends with a verdict, whatever it finds', async () => {
    const sound = await watchJob({ kind: 'verify', model: await model({ layers: 1 }) }).end
    expect(sound.result).toMatchObject({ kind: 'verify', passed: true })
    const leaky = await model({ layers: 1 }, (tensors) => set(tensors, 'input.kernel', [6, 6, 0, 0], 1))
    const job = watchJob({ kind: 'verify', model: leaky })
    expect((await job.end).result).toMatchObject({ kind: 'verify', passed: false })
    const last = job.events.findLast((event) => event.type === 'progress')
    expect(last?.progress).toEqual({ stage: 'Verifying', done: 9, total: 9, unit: 'checks' })
  })

  it('refuses what is no model, and what it cannot compute', async () => {
    expect((await refusal(watchJob({ kind: 'verify', model: folder.at('nothing') }).end)).code).toBe(
      'not-found',
    )
  })

  it('opens a folder that holds only a configuration and weights', async () => {
    const path = folder.at('plain')
    const configuration = tinyConfiguration({ layers: 1 })
    const network = createNetwork(configuration)
    const weights = randomWeights(network, 2)
    const tensors = network.parameters.map(
      ({ name, shape }) => [name, { shape, data: weights.get(name)! }] as const,
    )
    mkdirSync(path)
    writeFileSync(join(path, 'model.json'), JSON.stringify(configuration))
    writeFileSync(join(path, 'weights.safetensors'), await encodeSafetensors(tensors))
    expect((await watchJob({ kind: 'verify', model: path }).end).result).toMatchObject({ passed: true })
  })

  it('can be cancelled', async () => {
    const path = await model()
    const job = watchJob({ kind: 'verify', model: path }, (event, gate) => {
      if (event.type === 'progress') gate.cancel()
    })
    expect((await refusal(job.end)).code).toBe('cancelled')
  })
})
