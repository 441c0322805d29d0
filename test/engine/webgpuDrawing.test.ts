import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createNetwork } from '../../src/engine/models/createNetwork'
import type { Network, Weights } from '../../src/engine/models/network'
import { disposeTensors, toTensors } from '../../src/engine/models/weights'
import { activeDevice, useDevice } from '../../src/engine/plans/activeDevice'
import { NoRoomOnDevice } from '../../src/engine/plans/deviceSampler'
import { selectRuntime, stopKernels } from '../../src/engine/runtimes/runtime'
import type { WebgpuDevice } from '../../src/engine/runtimes/webgpu/webgpuDevice'
import { WebgpuSampler } from '../../src/engine/runtimes/webgpu/webgpuSampler'
import { type DrawHooks, drawImages } from '../../src/engine/sampling/drawImages'
import { architectures, type ModelConfiguration } from '../../src/shared/model/configuration'
import { describeWithAll, optional } from '../support/optional'
import { multiScaleConfiguration, randomLevels, strongWeights, tinyConfiguration } from './fixtures'

const [height, width, count] = [6, 5, 3] as const
/** A hole that leaves whole rows above it, parts of rows, and a row below. */
const unknown = Uint8Array.from({ length: height * width }, (_, pixel) => {
  const row = Math.floor(pixel / width)
  return row >= 2 && row < 5 && pixel % width !== 1 ? 1 : 0
})
const all = new Uint8Array(height * width).fill(1)

const models: [string, ModelConfiguration][] = [
  ...architectures.map((architecture): [string, ModelConfiguration] => [
    architecture,
    tinyConfiguration({ architecture, channels: 3, levels: 16, skip: true }),
  ]),
  ['Multi-Scale', multiScaleConfiguration({ levels: 8 }, { levels: 8 })],
]

describeWithAll([optional.webgpu, optional.kernels], 'pictures drawn on WebGPU', () => {
  let network: Network
  let weights: Weights
  const begin = (configuration: ModelConfiguration): void => {
    network = createNetwork(configuration)
    weights = toTensors(network, strongWeights(network, 5))
  }
  const draw = (hole: Uint8Array, seed = 7, hooks: DrawHooks = {}) => {
    const { channels, levels } = network.configuration
    const known = randomLevels(height * width * channels, levels, 6)
    const request = { height, width, known, unknown: hole, count, seed, temperature: 0.9, topP: 0.95 }
    return drawImages(network, weights, request, hooks)
  }
  afterAll(() => stopKernels())

  it.each(models)(
    'are those of the same seed on native, with known pixels kept: %s',
    async (_, configuration) => {
      await selectRuntime('native', { threads: 1 })
      begin(configuration)
      const expected = [...(await draw(unknown)), ...(await draw(all))]
      disposeTensors(weights)
      await selectRuntime('webgpu', { threads: 1 })
      begin(configuration)
      const rows: string[] = []
      const onRow = (variant: number, row: number): void => void rows.push(`${row} ${variant}`)
      const found = [...(await draw(unknown, 7, { onRow })), ...(await draw(all))]
      disposeTensors(weights)
      expect(rows).toEqual([2, 3, 4].flatMap((row) => [0, 1, 2].map((variant) => `${row} ${variant}`)))
      const known = randomLevels(height * width * configuration.channels, configuration.levels, 6)
      found.forEach(({ levels, nats }, i) => {
        if (i < count) {
          levels.forEach((level, at) => {
            if (!unknown[Math.floor(at / configuration.channels)]) expect(level).toBe(known[at])
          })
        }
        // None of these seeds has a draw so close to a border that rounding tells which side it is on.
        expect([...levels]).toEqual([...(expected[i]?.levels ?? [])])
        expect(Math.abs(nats - (expected[i]?.nats ?? NaN))).toBeLessThan(1e-3)
      })
    },
  )

  describe('by one model', () => {
    let device: WebgpuDevice
    beforeAll(async () => {
      await selectRuntime('webgpu', { threads: 1 })
      device = activeDevice() as WebgpuDevice
      begin(tinyConfiguration({ levels: 4 }))
    })
    afterAll(() => disposeTensors(weights))

    it('are told of row by row, while the card is at work on the next', async () => {
      const setOff = vi.spyOn(WebgpuSampler.prototype, 'run')
      const told: [row: number, setOff: number][] = []
      const onRow = (variant: number, row: number): void => {
        if (variant === 0) told.push([row, setOff.mock.calls.length])
      }
      await draw(all, 7, { onRow })
      setOff.mockRestore()
      expect(told).toEqual(Array.from({ length: height }, (_, row) => [row, Math.min(height, row + 2)]))
    })

    it('end between rows when they are cancelled, and are drawn anew', async () => {
      const cancel = new AbortController()
      const rows: number[] = []
      const onRow = (variant: number, row: number): void => {
        if (variant === 0) rows.push(row)
        if (row === 1) cancel.abort()
      }
      await expect(
        draw(all, 7, { onRow, signal: cancel.signal, breathe: () => Promise.resolve() }),
      ).rejects.toMatchObject({
        code: 'cancelled',
      })
      expect(rows).toEqual([0, 1])
      const [again] = await draw(all)
      expect(again?.levels).toEqual((await draw(all))[0]?.levels)
    })

    it('leave nothing behind on the card, however many', async () => {
      const live = watchBuffers(device.open.device)
      const after: number[] = []
      for (let n = 0; n < 12; n++) {
        await draw(n % 2 ? all : unknown, n)
        after.push(live.bytes())
      }
      live.stop()
      expect(after[0]).toBeGreaterThan(0)
      expect(Math.max(...after.slice(2))).toBeLessThanOrEqual(Math.max(...after.slice(0, 2)))
    })

    it('are left to the processor where they are drawn by the way', async () => {
      const expected = (await draw(all)).map(({ levels }) => levels)
      const setOff = vi.spyOn(WebgpuSampler.prototype, 'run')
      const found = (await draw(all, 7, { onProcessor: true })).map(({ levels }) => levels)
      expect(setOff).not.toHaveBeenCalled()
      setOff.mockRestore()
      expect(found).toEqual(expected)
    })

    it('are drawn by the processor where the card has no room for them', async () => {
      const expected = (await draw(all)).map(({ levels }) => levels)
      const asked: number[] = []
      useDevice({
        ...device,
        sampler(_network, shape) {
          asked.push(shape.count)
          throw new NoRoomOnDevice()
        },
      })
      const found = (await draw(all)).map(({ levels }) => levels)
      useDevice(device)
      expect(asked).toEqual([count])
      expect(found).toEqual(expected)
    })
  })
})

/** Bytes of buffers that were made since and not destroyed. */
function watchBuffers(device: GPUDevice): { readonly bytes: () => number; readonly stop: () => void } {
  const own = device.createBuffer.bind(device)
  const live = new Map<GPUBuffer, number>()
  device.createBuffer = (descriptor) => {
    const buffer = own(descriptor)
    live.set(buffer, descriptor.size)
    const destroy = buffer.destroy.bind(buffer)
    buffer.destroy = () => {
      live.delete(buffer)
      return destroy()
    }
    return buffer
  }
  return {
    bytes: () => [...live.values()].reduce((sum, bytes) => sum + bytes, 0),
    stop: () => void (device.createBuffer = own),
  }
}
