import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { createNodeHost } from '../../src/engine/hosts/node/host'
import { withModel } from '../../src/engine/jobs/loadModel'
import { imageNats } from '../../src/engine/likelihood/nats'
import { createNetwork } from '../../src/engine/models/createNetwork'
import { checkWeights, disposeTensors, toTensors } from '../../src/engine/models/weights'
import { createTrainer } from '../../src/engine/optimizers/createTrainer'
import { selectRuntime } from '../../src/engine/runtimes/runtime'
import type { ModelConfiguration } from '../../src/shared/model/configuration'
import { askOracle, type OracleAnswer, type OracleCase } from '../oracle/oracle'
import { describeWithAll, optional, root } from '../support/optional'
import { native, tensorflow, webgpu } from '../support/runtimes'
import { multiScaleConfiguration, randomLevels } from './fixtures'

const runtimes = [
  ['cpu', 1e-5],
  ['wasm', 1e-4],
  ...native.map((name) => [name, 1e-4] as const),
  ...tensorflow.map((name) => [name, 1e-4] as const),
  ...webgpu.map((name) => [name, 1e-4] as const),
] as const

function expectClose(nats: ArrayLike<number>, expected: readonly number[], tolerance: number): void {
  expect(nats.length).toBe(expected.length)
  expected.forEach((n, i) => expect(Math.abs((nats[i] ?? NaN) / n - 1)).toBeLessThan(tolerance))
}

/** Model folders and nats that the reference made (test/fixtures/multi-scale/make.py). */
describe.each(runtimes)('model folders of the reference on %s', (runtime, tolerance) => {
  beforeAll(() => selectRuntime(runtime))

  it.each(['binary-by-2', 'binary-by-4', 'colour-by-2', 'colour-by-4'])('%s', async (name) => {
    const folder = join(root, 'test', 'fixtures', 'multi-scale', name)
    const judged = JSON.parse(readFileSync(join(folder, 'judged.json'), 'utf8')) as {
      shape: [number, number, number, number]
      images: number[]
      nats: number[]
    }
    const [count, height, width] = judged.shape
    const pixels = Uint8Array.from(judged.images)
    const nats = await withModel(createNodeHost(), folder, ({ network, weights }) =>
      imageNats(network, weights, { pixels, count, height, width }),
    )
    expectClose(nats, judged.nats, tolerance)
  })
})

function oracleCase(
  large: Partial<ModelConfiguration>,
  small: Partial<ModelConfiguration>,
  [count, height, width]: [number, number, number],
  training: Partial<OracleCase> = {},
): OracleCase {
  const configuration = multiScaleConfiguration(large, small)
  const { channels, levels } = configuration
  return {
    configuration,
    seed: 21,
    images: [...randomLevels(count * height * width * channels, levels, 4)],
    shape: [count, height, width, channels],
    ...training,
  }
}

const cases: Record<string, OracleCase> = {
  'binary by 2': oracleCase({ size: 8 }, { size: 4 }, [2, 8, 8]),
  'binary by 4': oracleCase({ size: 8 }, { size: 2 }, [2, 8, 8]),
  'binary by 8': oracleCase({ size: 16 }, { size: 2 }, [1, 16, 16]),
  'binary, odd and not square, by 2': oracleCase({ size: 8 }, { size: 4 }, [2, 7, 9]),
  'binary, odd and not square, by 4': oracleCase({ size: 8 }, { size: 2 }, [2, 5, 11]),
  'binary, one pixel': oracleCase({ size: 4 }, { size: 2 }, [3, 1, 1]),
  'binary, one row': oracleCase({ size: 4 }, { size: 1 }, [2, 1, 6]),
  'binary, one column': oracleCase({ size: 4 }, { size: 2 }, [2, 7, 1]),
  'binary, in colour': oracleCase({ size: 6, channels: 3 }, { size: 3 }, [2, 6, 5]),
  'four levels by 4': oracleCase({ size: 8, levels: 4 }, { size: 2 }, [2, 6, 9]),
  'four levels in colour': oracleCase({ size: 8, levels: 4, channels: 3, hidden: 5 }, { size: 4 }, [2, 5, 7]),
  '256 levels': oracleCase({ size: 8, levels: 256 }, { size: 4 }, [2, 8, 6]),
  '256 levels in colour by 4': oracleCase({ size: 8, levels: 256, channels: 3 }, { size: 2 }, [1, 7, 8]),
  'skip connections in both': oracleCase({ size: 8, skip: true }, { size: 4, skip: true }, [2, 8, 7]),
  'no residual connections in the large': oracleCase({ size: 8, residual: false }, { size: 4 }, [2, 8, 8]),
  'a small model of its own shape': oracleCase(
    { size: 8, hidden: 7, layers: 1 },
    { size: 4, hidden: 3, layers: 3, outputFeatures: 5 },
    [2, 8, 8],
  ),
  ...Object.fromEntries(
    (['row-lstm', 'diagonal-bilstm'] as const).flatMap((architecture) => [
      [
        `${architecture} by 2, odd and not square`,
        oracleCase({ size: 8, architecture }, { size: 4, architecture }, [2, 7, 9]),
      ],
      [
        `${architecture} by 4 in colour, over a small PixelCNN`,
        oracleCase(
          { size: 8, architecture, channels: 3, levels: 4 },
          { size: 2, architecture: 'pixelcnn' },
          [2, 6, 5],
        ),
      ],
    ]),
  ),
  'no blocks': oracleCase({ size: 8, layers: 0 }, { size: 4, layers: 0 }, [2, 8, 8]),
}

const training = { steps: 4, learningRate: 1e-3, clipNorm: 1e9 }
const trained: Record<string, OracleCase> = {
  'binary by 4': oracleCase({ size: 8 }, { size: 2 }, [3, 7, 8], training),
  'Row LSTMs by 2': oracleCase({ size: 6, architecture: 'row-lstm' }, { size: 3 }, [2, 5, 6], training),
  'Diagonal BiLSTMs by 2': oracleCase(
    { size: 6, architecture: 'diagonal-bilstm' },
    { size: 3 },
    [2, 5, 6],
    training,
  ),
  '8 levels in colour by 2': oracleCase(
    { size: 6, levels: 8, channels: 3 },
    { size: 3 },
    [2, 5, 6],
    training,
  ),
}

describeWithAll(
  [optional.python, optional.sharedReference],
  'parity with the reference',
  ([python, path]) => {
    let answers: OracleAnswer[]
    const titles = Object.keys(cases)
    beforeAll(() => {
      answers = askOracle(python ?? '', path ?? '', [...Object.values(cases), ...Object.values(trained)])
    })

    function prepared(oracleCase: OracleCase, answer: OracleAnswer | undefined) {
      if (!answer) throw new Error('no answer')
      const network = createNetwork(oracleCase.configuration)
      const { weights, shapes } = answer
      const stored = Object.entries(weights).map(
        ([name, values]) => [name, { shape: shapes[name] ?? [], data: Float32Array.from(values) }] as const,
      )
      const [count, height, width] = oracleCase.shape
      const batch = { pixels: Float32Array.from(oracleCase.images), count, height, width }
      return { network, answer, batch, weights: checkWeights(network, new Map(stored)) }
    }

    describe.each(runtimes)('on %s', (runtime, tolerance) => {
      beforeAll(() => selectRuntime(runtime))

      it.each(titles)(
        `has the reference's parameters, and its nats to a share of ${tolerance}: %s`,
        async (title) => {
          const { network, answer, batch, weights } = prepared(
            cases[title] as OracleCase,
            answers[titles.indexOf(title)],
          )
          expect(Object.fromEntries(network.parameters.map(({ name, shape }) => [name, shape]))).toEqual(
            answer.shapes,
          )
          const tensors = toTensors(network, weights)
          const nats = await imageNats(network, tensors, batch)
          disposeTensors(tensors)
          expectClose(nats, answer.nats, tolerance)
        },
      )

      it.each(Object.keys(trained))('trains both parts as the reference does: %s', async (title) => {
        const { network, answer, batch, weights } = prepared(
          trained[title] as OracleCase,
          answers[titles.length + Object.keys(trained).indexOf(title)],
        )
        const trainer = createTrainer(network, weights, {
          learningRate: training.learningRate,
          clipNorm: 1e9,
        })
        for (const expected of answer.gradientNorms ?? []) {
          const { gradientNorm } = await trainer.step(batch.pixels, batch.count, batch.height, batch.width)
          expect(Math.abs(gradientNorm / expected - 1)).toBeLessThan(1e-3)
        }
        expect(answer.gradientNorms).toHaveLength(training.steps)
        const tensors = toTensors(network, await trainer.weights())
        const nats = await imageNats(network, tensors, batch)
        disposeTensors(tensors)
        expectClose(nats, answer.natsAfter ?? [], 1e-4)
        // Of every parameter, the small network's too, and no less for one than for another.
        for (const { name } of network.parameters) {
          const [before, after] = [weights.get(name) ?? [], answer.weightsAfter?.[name] ?? []]
          const distance = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
            Math.hypot(...Array.from(a, (value, i) => value - (b[i] ?? NaN)))
          const moved = distance(after, before)
          expect(moved).toBeGreaterThan(0)
          expect(distance((await trainer.weights()).get(name) ?? [], after) / moved).toBeLessThan(0.02)
        }
      })
    })
  },
)
