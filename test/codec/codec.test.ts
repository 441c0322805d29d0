import { beforeAll, describe, expect, it } from 'vitest'
import { type Codec, compressPicture, openCompressed } from '../../src/engine/codec/compress'
import { overhead } from '../../src/engine/codec/container'
import { crc32 } from '../../src/engine/codec/crc32'
import type { Raster } from '../../src/engine/host'
import { imageNats } from '../../src/engine/likelihood/nats'
import { createNetwork } from '../../src/engine/models/createNetwork'
import { disposeTensors, toTensors } from '../../src/engine/models/weights'
import { createTrainer } from '../../src/engine/optimizers/createTrainer'
import { toBytes } from '../../src/engine/pixels/levels'
import { selectRuntime } from '../../src/engine/runtimes/runtime'
import { PixelloomError } from '../../src/shared/errors'
import { randomLevels, randomWeights } from '../engine/fixtures'
import { codecOf, randomCodec } from './support'

const name = 'picture.png'

function randomPicture(channels: 1 | 3, levels: number, width: number, height: number, seed = 1): Raster {
  return {
    width,
    height,
    channels,
    data: toBytes(randomLevels(width * height * channels, levels, seed), levels),
  }
}

async function restore(codec: Codec, bytes: Uint8Array): Promise<Raster> {
  return openCompressed(codec, bytes, name).decompress()
}

function refused(work: () => unknown): PixelloomError {
  try {
    work()
  } catch (thrown) {
    if (thrown instanceof PixelloomError) return thrown
    throw thrown
  }
  throw new Error('Not refused')
}

describe('what is compressed comes back', () => {
  const sizes = [
    [1, 1],
    [5, 3],
    [1, 7],
    [9, 1],
  ] as const
  for (const channels of [1, 3] as const) {
    it.each([2, 4, 16, 255, 256])(`bit for bit: ${channels} channels, %i levels`, async (levels) => {
      const { codec } = await randomCodec({ channels, levels, skip: levels === 4 })
      for (const [width, height] of sizes) {
        const picture = randomPicture(channels, levels, width, height)
        const { bytes } = await compressPicture(codec, picture, name)
        expect(await restore(codec, bytes)).toEqual(picture)
      }
    })
  }

  it.each(['row-lstm', 'diagonal-bilstm'] as const)('with a %s', async (architecture) => {
    for (const channels of [1, 3] as const) {
      const { codec } = await randomCodec({ architecture, channels, levels: 256, skip: channels === 3 })
      for (const [width, height] of sizes) {
        const picture = randomPicture(channels, 256, width, height)
        const { bytes } = await compressPicture(codec, picture, name)
        expect(await restore(codec, bytes)).toEqual(picture)
      }
    }
  })

  it('as grey, as RGB, with opaque alpha: whatever it was stored as', async () => {
    const grey = randomPicture(1, 256, 4, 3)
    const spread = (channels: 1 | 2 | 3 | 4): Raster => ({
      ...grey,
      channels,
      data: Uint8Array.from({ length: 12 * channels }, (_, i) =>
        channels % 2 === 0 && i % channels === channels - 1 ? 255 : grey.data[Math.floor(i / channels)]!,
      ),
    })
    for (const modelChannels of [1, 3] as const) {
      const { codec } = await randomCodec({ channels: modelChannels, levels: 256 })
      for (const channels of [1, 2, 3, 4] as const) {
        const { bytes } = await compressPicture(codec, spread(channels), name)
        expect(await restore(codec, bytes)).toEqual(spread(channels))
      }
    }
  })
})

describe('the size', () => {
  beforeAll(() => selectRuntime('wasm'))

  /** Smooth gradients with a little noise: a model learns them to a few bits in a few steps. */
  function gradients(count: number, side: number, channels: number, levels: number): Uint8Array {
    const noise = randomLevels(count * side * side * channels, 3, 9)
    return noise.map((n, i) => {
      const [x, y] = [Math.floor(i / channels) % side, Math.floor(i / channels / side) % side]
      const image = Math.floor(i / (side * side * channels))
      return Math.min(
        levels - 1,
        Math.floor((levels * (x + y + (image % 5))) / (3 * side)) + (levels > 8 ? n : 0),
      )
    })
  }

  it.each([
    { channels: 1, levels: 2, steps: 60, most: 0.3 },
    { channels: 1, levels: 256, steps: 80, most: 6 },
    { channels: 3, levels: 16, steps: 60, most: 3 },
    // So sure of itself that a value costs hardly anything.
    { channels: 1, levels: 256, steps: 80, most: 0.5, flat: true },
    { channels: 3, levels: 16, steps: 40, most: 3, architecture: 'row-lstm' },
    { channels: 1, levels: 2, steps: 40, most: 0.3, architecture: 'diagonal-bilstm' },
  ] as const)(
    'of files is within 1 % of the nats of a trained model, and their overhead: %o',
    async ({ channels, levels, steps, most, ...rest }) => {
      const side = 16
      const size = side * side * channels
      const given = 'architecture' in rest ? { architecture: rest.architecture } : {}
      const shape = { ...given, channels, levels, hidden: 8, outputFeatures: 16 }
      const { configuration } = await randomCodec(shape)
      const network = createNetwork(configuration)
      const pixels =
        'flat' in rest ? new Uint8Array(8 * side * side).fill(77) : gradients(8, side, channels, levels)
      const trainer = createTrainer(network, randomWeights(network, 1), { learningRate: 1e-2 })
      for (let step = 0; step < steps; step++) {
        const half = pixels.subarray((step % 2) * 4 * size, ((step % 2) + 1) * 4 * size)
        await trainer.step(half, 4, side, side)
      }
      const weights = await trainer.weights()
      const codec = await codecOf(configuration, weights)
      const tensors = toTensors(network, weights)
      const nats = await imageNats(network, tensors, { pixels, count: 8, height: side, width: side })
      disposeTensors(tensors)

      for (let i = 0; i < 8; i++) {
        const data = toBytes(pixels.subarray(i * size, (i + 1) * size), levels)
        const made = await compressPicture(codec, { width: side, height: side, channels, data }, name)
        expect(made.dimensions).toBe(size)
        // The network on tensors is the judge: 32-bit floats against doubles.
        expect(Math.abs(made.nats - nats[i]!)).toBeLessThan(1e-4 * nats[i]! + 1e-3)
        const [bits, ideal] = [8 * (made.bytes.length - overhead), nats[i]! / Math.LN2]
        expect(bits).toBeLessThanOrEqual(1.01 * ideal + 8)
        expect(bits).toBeGreaterThan(0.99 * ideal - 8)
        expect(ideal / size).toBeLessThan(most)
        expect((await restore(codec, made.bytes)).data).toEqual(data)
      }
    },
  )
})

describe('a file that is not as it was', () => {
  async function small(): Promise<{ codec: Codec; bytes: Uint8Array }> {
    const { codec } = await randomCodec({ levels: 4 })
    return { codec, bytes: (await compressPicture(codec, randomPicture(1, 4, 7, 5), name)).bytes }
  }

  it('is refused whatever bit is flipped', async () => {
    const { codec, bytes } = await small()
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = bytes.slice()
      changed[bit >> 3]! ^= 1 << (bit & 7)
      const error = refused(() => openCompressed(codec, changed, name))
      expect(error).toMatchObject({ code: 'file-damaged', subject: name })
      expect(error.message).toContain(bit < 32 ? 'is no image that' : 'is damaged')
    }
  })

  it('is refused wherever it is cut, or where something follows', async () => {
    const { codec, bytes } = await small()
    for (let length = 0; length < bytes.length; length++) {
      expect(refused(() => openCompressed(codec, bytes.slice(0, length), name)).code).toBe('file-damaged')
    }
    expect(refused(() => openCompressed(codec, Uint8Array.from([...bytes, 0]), name)).code).toBe(
      'file-damaged',
    )
  })

  /** Changes bytes and makes the last checksum fit again. */
  function forge(bytes: Uint8Array, change: (copy: Uint8Array, view: DataView) => void): Uint8Array {
    const copy = bytes.slice()
    const view = new DataView(copy.buffer)
    change(copy, view)
    view.setUint32(copy.length - 4, crc32(copy.subarray(0, -4)), true)
    return copy
  }

  it.each([
    ['a later version', 4, 2, 'unsupported', 'newer Pixelloom'],
    ['another arithmetic', 5, 9, 'unsupported', 'computes differently'],
    ['two channels', 6, 2, 'file-damaged', 'channels'],
    ['another model', 20, 1, 'wrong-model', 'another model'],
    ['other levels', 7, 200, 'wrong-model', '201 levels'],
    ['a picture of five channels', 8, 5, 'file-damaged', 'channels'],
    ['4,000 million pixels', 12, 255, 'file-damaged', 'size'],
  ])('is refused in words where it claims %s', async (_, offset, value, code, words) => {
    const { codec, bytes } = await small()
    const error = refused(() =>
      openCompressed(
        codec,
        forge(bytes, (copy) => void (copy[offset] = value)),
        name,
      ),
    )
    expect(error.code).toBe(code)
    expect(error.message).toContain(words)
  })

  it('is never taken for another picture, even where its own checksum was made to fit', async () => {
    const { codec, bytes } = await small()
    for (let offset = 37; offset < bytes.length - 4; offset++) {
      const forged = forge(bytes, (copy) => void (copy[offset]! ^= 0x41))
      await expect(restore(codec, forged)).rejects.toMatchObject({ code: 'file-damaged' })
    }
    const turned = forge(bytes, (_, view) => {
      view.setUint32(9, 5, true)
      view.setUint32(13, 7, true)
    })
    await expect(restore(codec, turned)).rejects.toMatchObject({ code: 'file-damaged' })
  })
})

describe('the model', () => {
  it('must be the one that compressed', async () => {
    const { codec, weights, configuration } = await randomCodec({ levels: 4 })
    const { bytes } = await compressPicture(codec, randomPicture(1, 4, 3, 3), name)
    const nudged = new Map(weights)
    const bias = Float32Array.from(nudged.get('output.2.bias') ?? [])
    bias[0] = bias[0]! + 1e-7
    nudged.set('output.2.bias', bias)
    const others = [
      await codecOf(configuration, nudged),
      await codecOf({ ...configuration, residual: false }, weights),
      (await randomCodec({ levels: 4 }, 2)).codec,
    ]
    for (const other of others) {
      expect(refused(() => openCompressed(other, bytes, name)).code).toBe('wrong-model')
    }
  })

  it('is the same whatever it is called, whatever size it learned at, and in whatever order it is stored', async () => {
    const { codec, weights, configuration } = await randomCodec({ levels: 4 })
    const { bytes } = await compressPicture(codec, randomPicture(1, 4, 3, 3), name)
    const same = await codecOf({ ...configuration, size: 99 }, new Map([...weights].reverse()))
    expect(refused(() => openCompressed(codec, bytes.slice(1), name)).code).toBe('file-damaged')
    expect((await openCompressed(same, bytes, name).decompress()).width).toBe(3)
  })
})

describe('a picture that the model cannot hold', () => {
  const picture = (channels: 1 | 2 | 3 | 4, ...data: number[]): Raster => ({
    width: 1,
    height: 1,
    channels,
    data: Uint8Array.from(data),
  })

  it.each([
    ['more levels than the model', { levels: 4 }, picture(1, 100), 'more levels than this model'],
    ['a colour, for a model of greys', { levels: 256 }, picture(3, 1, 2, 1), 'is in colour'],
    ['alpha', { levels: 256 }, picture(2, 1, 254), 'transparent'],
    ['colour with alpha', { channels: 3, levels: 256 }, picture(4, 1, 2, 3, 0), 'transparent'],
    ['16 bits', { levels: 256 }, { width: 1, height: 1, channels: 1, data: Uint16Array.of(257) }, '16 bits'],
  ] as const)('is refused in words: %s', async (_, model, raster, words) => {
    const { codec } = await randomCodec(model)
    const work = compressPicture(codec, raster, name)
    await expect(work).rejects.toMatchObject({ code: 'unsupported', subject: name })
    await expect(work).rejects.toThrow(words)
  })
})
