import { beforeAll, describe, expect, it } from 'vitest'
import { selectRuntime } from '../../src/engine/runtimes/runtime'
import { askOracle, type OracleAnswer, type OracleCase } from '../oracle/oracle'
import { describeWithAll, optional } from '../support/optional'
import { native, tensorflow, webgpu } from '../support/runtimes'
import { expectSameSteps, fiveSteps, largestShare, oracleCase, ourNats } from './oracleCases'

const cases: Record<string, OracleCase> = {}
const trained: Record<string, OracleCase> = {}
for (const architecture of ['row-lstm', 'diagonal-bilstm'] as const) {
  // Every combination, on images that are neither square nor even; features that three colours don't divide.
  for (const channels of [1, 3] as const) {
    for (const levels of [2, 4, 256]) {
      for (const skip of [false, true]) {
        for (const residual of [false, true]) {
          const title = `${architecture}, ${channels} channel(s), ${levels} levels, skip ${skip}, residual ${residual}`
          const changes = { architecture, channels, levels, skip, residual, hidden: 5, outputFeatures: 7 }
          cases[title] = oracleCase(changes, [2, 5, 7])
        }
      }
    }
  }
  const sizes = {
    'one pixel': [3, 1, 1],
    'one row': [2, 1, 9],
    'one column': [2, 9, 1],
    'two columns': [2, 7, 2],
    'extra wide': [2, 3, 23],
    'extra tall': [2, 23, 3],
    square: [2, 6, 6],
  } as const
  for (const [size, shape] of Object.entries(sizes)) {
    cases[`${architecture}, ${size}`] = oracleCase({ architecture, hidden: 6 }, [...shape])
    cases[`${architecture}, ${size}, in colour`] = oracleCase({ architecture, channels: 3 }, [...shape])
  }
  const paper = { architecture, hidden: 16, layers: 7, outputFeatures: 32 }
  cases[`${architecture}, as for the paper's digits`] = oracleCase(paper, [1, 28, 28])
  cases[`${architecture}, no blocks at all`] = oracleCase({ architecture, layers: 0 }, [2, 4, 5])
  trained[`${architecture}, binary`] = oracleCase({ architecture }, [4, 5, 6], fiveSteps)
  trained[`${architecture}, 8 levels in colour, with skips`] = oracleCase(
    { architecture, levels: 8, channels: 3, skip: true },
    [3, 6, 4],
    fiveSteps,
  )
}

describeWithAll(
  [optional.python, optional.sharedReference],
  'parity of the LSTMs with the reference',
  ([python, path]) => {
    const answers = new Map<OracleCase, OracleAnswer>()
    beforeAll(() => {
      const all = [...Object.values(cases), ...Object.values(trained)]
      askOracle(python ?? '', path ?? '', all).forEach((answer, i) => {
        const asked = all[i]
        if (asked) answers.set(asked, answer)
      })
    })
    const caseOf = (list: Record<string, OracleCase>, title: string): [OracleCase, OracleAnswer] => {
      const asked = list[title]
      const answer = asked && answers.get(asked)
      if (!answer) throw new Error(`no answer to ${title}`)
      return [asked, answer]
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
          const [asked, answer] = caseOf(cases, title)
          expect(largestShare(await ourNats(asked, answer), answer.nats)).toBeLessThan(tolerance)
        },
      )

      it.each(Object.keys(trained))('takes the same five steps of RMSProp: %s', async (title) => {
        await expectSameSteps(...caseOf(trained, title))
      })
    })
  },
)
