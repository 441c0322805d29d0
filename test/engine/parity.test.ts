import { beforeAll, describe, expect, it } from 'vitest'
import { imageNats } from '../../src/engine/likelihood/nats'
import { createNetwork } from '../../src/engine/models/createNetwork'
import { checkWeights, disposeTensors, toTensors } from '../../src/engine/models/weights'
import { createTrainer } from '../../src/engine/optimizers/trainer'
import { selectRuntime } from '../../src/engine/runtimes/runtime'
import { askOracle, type OracleAnswer, type OracleCase } from '../oracle/oracle'
import { describeWithAll, optional } from '../support/optional'
import { randomLevels, tinyConfiguration } from './fixtures'

type Changes = Parameters<typeof tinyConfiguration>[0]

function oracleCase(
  changes: Changes,
  shape: [number, number, number],
  training: Partial<OracleCase> = {},
): OracleCase {
  const configuration = tinyConfiguration(changes)
  const whole = [...shape, configuration.channels] as const
  const values = whole.reduce((product, n) => product * n, 1)
  return {
    configuration,
    seed: 11,
    images: [...randomLevels(values, configuration.levels, 5)],
    shape: whole,
    ...training,
  }
}

const training = { steps: 5, learningRate: 1e-3, clipNorm: 1e9 }
const cases: Record<string, OracleCase> = {
  'binary, 28 x 28': oracleCase({ hidden: 16, layers: 7, outputFeatures: 32 }, [2, 28, 28]),
  'binary, odd and not square': oracleCase({}, [3, 5, 9]),
  'binary, one pixel': oracleCase({}, [4, 1, 1]),
  'binary, one row': oracleCase({}, [2, 1, 6]),
  'binary, one column': oracleCase({}, [2, 6, 1]),
  'binary, in colour': oracleCase({ channels: 3 }, [2, 4, 7]),
  'four levels': oracleCase({ levels: 4 }, [2, 7, 4]),
  'four levels in colour, features not divisible by three': oracleCase(
    { levels: 4, channels: 3, hidden: 5, outputFeatures: 7 },
    [2, 5, 3],
  ),
  '256 levels': oracleCase({ levels: 256 }, [2, 5, 6]),
  '256 levels in colour': oracleCase({ levels: 256, channels: 3, outputFeatures: 9 }, [2, 6, 5]),
  'skip connections': oracleCase({ skip: true }, [2, 5, 6]),
  'skip connections in colour': oracleCase({ skip: true, channels: 3 }, [2, 5, 6]),
  'no residual connections': oracleCase({ residual: false }, [2, 5, 6]),
  'skip and no residual connections': oracleCase({ residual: false, skip: true }, [2, 5, 6]),
  'no blocks at all': oracleCase({ layers: 0 }, [2, 5, 6]),
}
const trained: Record<string, OracleCase> = {
  binary: oracleCase({}, [4, 7, 6], training),
  '8 levels in colour, with skips': oracleCase({ levels: 8, channels: 3, skip: true }, [3, 5, 6], training),
  'with a clipped gradient': oracleCase({}, [4, 7, 6], { ...training, clipNorm: 0.5 }),
  'by Adam, with a clipped gradient': oracleCase({}, [4, 7, 6], {
    ...training,
    optimizer: 'adam',
    clipNorm: 0.5,
  }),
}

describeWithAll(
  [optional.python, optional.sharedReference],
  'parity with the reference',
  ([python, path]) => {
    const answers = new Map<string, OracleAnswer>()

    beforeAll(() => {
      const all = Object.entries({ ...cases, ...prefixed(trained) })
      askOracle(
        python ?? '',
        path ?? '',
        all.map(([, oracleCase]) => oracleCase),
      ).forEach((answer, i) => answers.set(all[i]?.[0] ?? '', answer))
    })

    function answerTo(title: string): OracleAnswer {
      const answer = answers.get(title)
      if (!answer) throw new Error(`no answer to ${title}`)
      return answer
    }

    describe.each([
      ['cpu', 1e-5],
      ['wasm', 1e-4],
    ] as const)('on %s', (runtime, tolerance) => {
      beforeAll(() => selectRuntime(runtime))

      it.each(Object.keys(cases))(
        `computes the reference's nats to a share of ${tolerance}: %s`,
        async (title) => {
          const { configuration, images, shape } = cases[title] as OracleCase
          const answer = answerTo(title)
          const network = createNetwork(configuration)
          expect(Object.fromEntries(network.parameters.map(({ name, shape: s }) => [name, s]))).toEqual(
            answer.shapes,
          )
          const weights = toTensors(network, weightsOf(network, answer))
          const [count, height, width] = shape
          const nats = await imageNats(network, weights, {
            pixels: Float32Array.from(images),
            count,
            height,
            width,
          })
          disposeTensors(weights)
          expect(nats.length).toBe(answer.nats.length)
          nats.forEach((n, i) => expect(Math.abs(n / (answer.nats[i] ?? NaN) - 1)).toBeLessThan(tolerance))
        },
      )

      it.each(Object.keys(trained))('takes the same five steps: %s', async (title) => {
        const { configuration, images, shape, ...asked } = trained[title] as OracleCase
        const { learningRate = NaN, clipNorm, optimizer } = asked
        const answer = answerTo(`trained, ${title}`)
        const network = createNetwork(configuration)
        const trainer = createTrainer(network, weightsOf(network, answer), {
          learningRate,
          ...(clipNorm !== undefined && { clipNorm }),
          ...(optimizer && { optimizer }),
        })
        const [count, height, width] = shape
        for (const expected of answer.gradientNorms ?? []) {
          const { gradientNorm } = await trainer.step(Uint8Array.from(images), count, height, width)
          expect(Math.abs(gradientNorm / expected - 1)).toBeLessThan(1e-3)
        }
        expect(answer.gradientNorms).toHaveLength(5)

        const before = weightsOf(network, answer)
        let moved = 0
        let apart = 0
        for (const [name, values] of trainer.weights()) {
          const expected = answer.weightsAfter?.[name] ?? []
          values.forEach((value, i) => {
            moved += ((expected[i] ?? NaN) - (before.get(name)?.[i] ?? NaN)) ** 2
            apart += (value - (expected[i] ?? NaN)) ** 2
          })
        }
        expect(moved).toBeGreaterThan(0)
        // Both optimizers move a weight whose gradient is all rounding as far as any other, so not each by itself.
        expect(Math.sqrt(apart / moved)).toBeLessThan(1e-3)
        const tensors = toTensors(network, trainer.weights())
        const nats = await imageNats(network, tensors, {
          pixels: Float32Array.from(images),
          count,
          height,
          width,
        })
        disposeTensors(tensors)
        nats.forEach((n, i) => expect(Math.abs(n / (answer.natsAfter?.[i] ?? NaN) - 1)).toBeLessThan(1e-4))
      })
    })
  },
)

function prefixed(of: Record<string, OracleCase>): Record<string, OracleCase> {
  return Object.fromEntries(Object.entries(of).map(([title, value]) => [`trained, ${title}`, value]))
}

function weightsOf(
  network: ReturnType<typeof createNetwork>,
  { weights, shapes }: OracleAnswer,
): Map<string, Float32Array> {
  const stored = Object.entries(weights).map(
    ([name, values]) => [name, { shape: shapes[name] ?? [], data: Float32Array.from(values) }] as const,
  )
  return checkWeights(network, new Map(stored))
}
