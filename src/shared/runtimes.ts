import { z } from 'zod'
import { becauseSchema } from './errors'

/**
 * Where a model can be computed. `auto` picks the fastest that runs here; `cpu` is tfjs' plain JavaScript
 * backend, slow and simple, which the others are compared with.
 */
export const runtimeNames = ['auto', 'native', 'wasm', 'cpu', 'tensorflow', 'webgpu'] as const
export const runtimeNameSchema = z.enum(runtimeNames)
export type RuntimeName = z.infer<typeof runtimeNameSchema>

/** A runtime by its own name: `auto` is a wish, not a runtime. */
export const concreteRuntimeSchema = runtimeNameSchema.exclude(['auto'])
export type ConcreteRuntime = z.infer<typeof concreteRuntimeSchema>

/** All of them, in the order in which they are tried where nothing was measured. */
export const concreteRuntimes: readonly ConcreteRuntime[] = ['native', 'tensorflow', 'webgpu', 'wasm', 'cpu']

/** Ends the sentence of an error about one runtime. */
export const chooseAnother = 'Choose another with --runtime.'

/** One line of `pixelloom runtimes` and of the settings page. */
export const runtimeReportSchema = z.object({
  name: concreteRuntimeSchema,
  available: z.boolean(),
  /** What it is where it runs, why not and what to do where it doesn't. */
  description: z.string(),
  /** Imitates a card on the processor: `auto` never takes it. */
  software: z.boolean().optional(),
  /** Measured products of matrices, in GFLOP a second, on one thread. */
  gigaflops: z.number().positive().optional(),
  /** Of the standard model (standardModel.ts): a training step, and drawing one image. */
  trainingMilliseconds: z.number().positive().optional(),
  drawingMilliseconds: z.number().positive().optional(),
  /** Why it runs but was not measured, in a sentence. */
  unmeasured: z.string().optional(),
  /** What the sentence says of why it doesn't run or was not measured, for other languages. */
  because: becauseSchema,
})
export type RuntimeReport = z.infer<typeof runtimeReportSchema>

/** How long something took on a runtime. */
export interface MeasuredRuntime {
  readonly name: ConcreteRuntime
  readonly milliseconds: number
}

/** What another runtime must need at most, as a share, to be taken instead of the default: two measurements of one differ by less. */
const clearlyFaster = 0.9

/**
 * The runtime that `auto` takes: the fastest, but the first named stays where no other is clearly faster, so that
 * chance doesn't decide by whose arithmetic a seed's images are drawn.
 */
export function fastest(measured: readonly MeasuredRuntime[]): MeasuredRuntime | undefined {
  const [usual, ...others] = measured
  if (!usual) return undefined
  const [best] = [...others].sort((a, b) => a.milliseconds - b.milliseconds)
  return best && best.milliseconds < usual.milliseconds * clearlyFaster ? best : usual
}

/** What can't be faster than `native` where that runs: the same kernels compiled for less, and plain JavaScript. */
const standIns: readonly ConcreteRuntime[] = ['wasm', 'cpu']

/** What `auto` would take for the standard model, as far as it was measured. */
export function chosenFor(
  task: 'training' | 'drawing',
  reports: readonly RuntimeReport[],
): ConcreteRuntime | undefined {
  const measured = reports.flatMap((report): MeasuredRuntime[] => {
    const milliseconds = report[`${task}Milliseconds`]
    return milliseconds === undefined || report.software ? [] : [{ name: report.name, milliseconds }]
  })
  const hasNative = measured.some(({ name }) => name === 'native')
  return fastest(measured.filter(({ name }) => !hasNative || !standIns.includes(name)))?.name
}
