import { beforeAll, describe, expect, it } from 'vitest'
import { selectRuntime } from '../../src/engine/runtimes/runtime'
import { askOracle, type OracleAnswer, type OracleCase } from '../oracle/oracle'
import { describeWithAll, optional } from '../support/optional'
import { native, tensorflow, webgpu } from '../support/runtimes'
import { expectSameSteps, fiveSteps, largestShare, oracleCase, ourNats } from './oracleCases'

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
  binary: oracleCase({}, [4, 7, 6], fiveSteps),
  '8 levels in colour, with skips': oracleCase({ levels: 8, channels: 3, skip: true }, [3, 5, 6], fiveSteps),
  'with a clipped gradient': oracleCase({}, [4, 7, 6], { ...fiveSteps, clipNorm: 0.5 }),
  'by Adam, with a clipped gradient': oracleCase({}, [4, 7, 6], {
    ...fiveSteps,
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
      ...native.map((name) => [name, 1e-5] as const),
      ...tensorflow.map((name) => [name, 1e-4] as const),
      ...webgpu.map((name) => [name, 1e-4] as const),
    ] as const)('on %s', (runtime, tolerance) => {
      beforeAll(() => selectRuntime(runtime))

      it.each(Object.keys(cases))(
        `computes the reference's nats to a share of ${tolerance}: %s`,
        async (title) => {
          const answer = answerTo(title)
          const nats = await ourNats(cases[title] as OracleCase, answer)
          expect(largestShare(nats, answer.nats)).toBeLessThan(tolerance)
        },
      )

      it.each(Object.keys(trained))('takes the same five steps: %s', async (title) => {
        await expectSameSteps(trained[title] as OracleCase, answerTo(`trained, ${title}`))
      })
    })
  },
)

function prefixed(of: Record<string, OracleCase>): Record<string, OracleCase> {
  return Object.fromEntries(Object.entries(of).map(([title, value]) => [`trained, ${title}`, value]))
}
