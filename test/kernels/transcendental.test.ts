import { describe, expect, it } from 'vitest'
import { ProgramBuilder } from '../../src/engine/plans/builder'
import { opcodes, lines } from '../../src/engine/plans/words'
import { Workspace } from '../../src/engine/plans/workspace'
import type { KernelThreads } from '../../src/engine/runtimes/kernels/kernelThreads'
import { describeWith, optional } from '../support/optional'
import { everyKernels } from './support'

const functions = [
  { name: 'exp', exact: Math.exp, most: 2.5e-7, relative: true },
  { name: 'sigmoid', exact: (x: number) => 1 / (1 + Math.exp(-x)), most: 2e-7, relative: false },
  { name: 'tanh', exact: Math.tanh, most: 2e-7, relative: false },
  { name: 'log', exact: Math.log, most: 2e-7, relative: false },
] as const

const count = 2 ** 16
// Every float would take an hour; as many as these are spread evenly over their bits, all signs and sizes.
const stride = process.env['PIXELLOOM_LONG'] === '1' ? 4099 : 65_521

describeWith(optional.kernels, 'functions of the kernels', () => {
  describe('over floats of all sizes', async () => {
    const tested = await everyKernels()

    it.each(tested.flatMap(({ title, on }) => functions.map((f, i) => [f.name, title, on(1), i] as const)))(
      '%s by %s is as exact as promised',
      (_name, _title, kernels, which) => {
        const { exact, most, relative } = functions[which] ?? functions[0]
        const apply = applier(kernels, which)
        let worst = 0
        const bits = new Uint32Array(count)
        const inputs = new Float32Array(bits.buffer)
        for (let at = 0; at < 2 ** 32; at += count * stride) {
          for (let i = 0; i < count; i++) bits[i] = at + i * stride
          const x = inputs.slice()
          const y = apply(x)
          for (let i = 0; i < count; i++) {
            const [input = NaN, output = NaN] = [x[i], y[i]]
            // log is for positive, normal numbers only: sums of exponentials.
            if (which === 3 && !(input >= 1.2e-38 && input < Infinity)) continue
            const expected = Math.fround(exact(input))
            if (Number.isNaN(expected)) expect(output).toBeNaN()
            else if (expected === Infinity) expect(output).toBe(Infinity)
            // Results too small for a normal float may be zero.
            else if (Math.abs(expected) < 1.2e-38) expect(Math.abs(output)).toBeLessThan(1.3e-38)
            else {
              const size = relative ? Math.abs(expected) : Math.max(1, Math.abs(expected))
              worst = Math.max(worst, Math.abs(output - expected) / size)
            }
          }
        }
        expect(worst).toBeGreaterThan(0)
        expect(worst).toBeLessThan(most)
      },
    )
  })
})

/** Applies one of the kernels' functions to `count` floats. */
function applier(kernels: KernelThreads, which: number): (x: Float32Array) => Float32Array {
  const builder = new ProgramBuilder(kernels.panel, 1)
  const values = builder.shared(count)
  builder.emit(opcodes.apply, values, count / 16, which)
  const { sharedFloats, localFloats, program, tables } = builder.finish()
  const localAt = sharedFloats + lines(program.length)
  const bytes = 4 * (localAt + kernels.threads * localFloats)
  const workspace = new Workspace(kernels, { bytes, programsAt: sharedFloats, localAt, localFloats, tables })
  const section = workspace.place(program)
  return (x) => {
    workspace.view(values, count).set(x)
    workspace.runImages(section, 1)
    return workspace.view(values, count).slice()
  }
}
