import { createRequire } from 'node:module'
import * as tf from '@tensorflow/tfjs'
import { expect, it } from 'vitest'
import { createNetwork } from '../../src/engine/models/createNetwork'
import { initialWeights } from '../../src/engine/models/weights'
import { natsAndGradients } from '../../src/engine/optimizers/trainer'
import { Plan } from '../../src/engine/plans/plan'
import type { Kernels } from '../../src/engine/plans/kernels'

const addon = createRequire(import.meta.url)('/tmp/quick.node') as { run: (...a: unknown[]) => number }
const kernelsOf = (set: number, threads = 1): Kernels => ({
  panel: set === 0 ? 32 : 16,
  threads,
  allocate: (bytes) => {
    const buffer = new SharedArrayBuffer(bytes + 64)
    return { buffer, base: 0 }
  },
  free: () => {},
  run: (memory, calls) => {
    for (const c of calls) {
      const r = addon.run(set, new Uint8Array(memory.buffer), 0, c.local, c.program, c.words, c.first, c.images)
      if (r) throw new Error(`word ${r}`)
    }
  },
})
const base = { size: 5, hidden: 5, layers: 2, outputFeatures: 7, residual: true, skip: true }
const cases = (['pixelcnn', 'row-lstm', 'diagonal-bilstm'] as const).flatMap((architecture) => [
  { ...base, architecture, channels: 1 as const, levels: 2 },
  { ...base, architecture, channels: 3 as const, levels: 5, hidden: 7, outputFeatures: 35, skip: false },
  { ...base, architecture, channels: 3 as const, levels: 2, hidden: 20, residual: false },
])
it.each(cases.flatMap((c) => [0, 1, 2].map((set) => [c.architecture, c.channels, c.levels, set, c] as const)))('%s %i %i set %i', async (_a, channels, levels, set, configuration) => {
  await tf.setBackend('cpu')
  const network = createNetwork(configuration as never)
  const weights = initialWeights(network, 3)
  for (const [name, values] of weights) if (/bias|initial/.test(name)) values.forEach((_, i) => (values[i] = Math.sin(i + name.length) / 3))
  const [height, width, count] = [5, 4, 3]
  const pixels = Uint8Array.from({ length: count * height * width * channels }, (_, i) => (i * 7919) % levels)
  const expected = await natsAndGradients(network, weights, { pixels, count, height, width })
  const plan = new Plan(kernelsOf(set, 2), network, { batch: count, height, width, train: true })
  plan.setWeights(weights)
  plan.pack()
  const nats = plan.run(pixels, count)
  expect(nats.reduce((a, b) => a + b) / count / expected.nats).toBeCloseTo(1, 5)
  const norm = plan.sumGradients()
  expect(norm).toBeGreaterThan(0)
  for (const [name, values] of plan.byName(plan.gradients)) {
    const own = expected.gradients.get(name)!
    const largest = own.reduce((m, v) => Math.max(m, Math.abs(v)), 1e-3)
    const worst = values.reduce((m, v, i) => Math.max(m, Math.abs(v - own[i]!)), 0)
    if (!(worst / largest < 1e-4)) console.log(name, worst, largest, [...values].slice(0, 6), [...own].slice(0, 6))
    expect(worst / largest, name).toBeLessThan(1e-4)
  }
})
