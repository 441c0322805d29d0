import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import type { ModelConfiguration } from '../../src/shared/model/configuration'
import type { OptimizerName } from '../../src/shared/training'

/** A model with random weights, images to judge, and steps of training to take on them. */
export interface OracleCase {
  readonly configuration: ModelConfiguration
  readonly seed: number
  /** Levels, flat. */
  readonly images: readonly number[]
  /** [count, height, width, channels]. */
  readonly shape: readonly [number, number, number, number]
  readonly steps?: number
  /** Images of a step, which go through all in turn; all of them where left out. Divides their number. */
  readonly batch?: number
  /** RMSProp where left out. */
  readonly optimizer?: OptimizerName
  readonly learningRate?: number
  readonly clipNorm?: number
}

export interface OracleAnswer {
  readonly weights: Readonly<Record<string, number[]>>
  readonly shapes: Readonly<Record<string, number[]>>
  readonly nats: number[]
  readonly natsAfter?: number[]
  readonly weightsAfter?: Readonly<Record<string, number[]>>
  readonly gradientNorms?: number[]
  /** Mean nats an image of each step's batch, before the step. */
  readonly losses?: number[]
}

/** What the reference implementation (a Python file) makes of the cases, in their order. */
export function askOracle(python: string, reference: string, cases: readonly OracleCase[]): OracleAnswer[] {
  const { status, stdout, stderr } = spawnSync(python, [join(import.meta.dirname, 'driver.py'), reference], {
    input: JSON.stringify(cases),
    encoding: 'utf8',
    maxBuffer: 2 ** 29,
  })
  if (status !== 0) throw new Error(`the reference failed: ${stderr}`)
  return JSON.parse(stdout) as OracleAnswer[]
}
