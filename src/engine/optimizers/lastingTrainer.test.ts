import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { useDevice } from '../plans/activeDevice'
import type { PlanDevice } from '../plans/device'
import { deviceLost } from '../plans/deviceLost'
import { createLastingTrainer } from './lastingTrainer'
import type { Trainer } from './trainer'

const image = Uint8Array.of(1)
const begin = new Map([['w', Float32Array.of(0)]])

/** Trainers whose only weight counts their steps. */
class Counting {
  /** Steps that were taken, those that were taken again included. */
  taken = 0
  /** Weights at which all was fetched. */
  readonly copies: number[] = []
  lost = false

  readonly make = (weights: ReadonlyMap<string, Float32Array>): Trainer => {
    const weight = Float32Array.from(weights.get('w') ?? [])
    const is = (): Promise<Map<string, Float32Array>> =>
      this.lost ? Promise.reject(deviceLost('pulled out')) : Promise.resolve(new Map([['w', weight.slice()]]))
    return {
      learningRate: 1,
      step: () => {
        if (this.lost) return Promise.reject(deviceLost('pulled out'))
        this.taken++
        weight[0] = (weight[0] ?? NaN) + 1
        return Promise.resolve({ nats: 0, gradientNorm: 0 })
      },
      weights: is,
      averaged: is,
      state: () => {
        this.copies.push(weight[0] ?? NaN)
        return Promise.resolve(new Map())
      },
      restore: () => undefined,
      memoryFor: () => undefined,
      dispose: () => undefined,
    }
  }
}

describe('a trainer that outlasts its device', () => {
  const device = {} as PlanDevice
  let trainers: Counting
  beforeEach(() => {
    trainers = new Counting()
    useDevice(device, () => {
      trainers.lost = false
      return Promise.resolve(undefined)
    })
  })
  afterEach(() => useDevice(undefined))

  it('takes the steps again that were taken since all was fetched: after fifty', async () => {
    const trainer = createLastingTrainer(trainers.make, begin, () => 0)
    for (let i = 0; i < 60; i++) await trainer.step(image, 1, 1, 1)
    expect(trainers.copies).toEqual([50])
    trainers.lost = true
    await trainer.step(image, 1, 1, 1)
    expect(trainers.taken).toBe(60 + 10 + 1)
    expect((await trainer.weights()).get('w')).toEqual(Float32Array.of(61))
  })

  it('fetches all more often where steps are long, so that few are taken again', async () => {
    let time = 0
    const trainer = createLastingTrainer(trainers.make, begin, () => time)
    for (let i = 0; i < 9; i++) {
      time += 4000
      await trainer.step(image, 1, 1, 1)
    }
    expect(trainers.copies).toEqual([3, 6, 9])
    trainers.lost = true
    await trainer.step(image, 1, 1, 1)
    expect(trainers.taken).toBe(10)
  })
})
