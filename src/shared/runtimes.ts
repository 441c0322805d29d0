import { z } from 'zod'

/**
 * Where a model can be computed. `auto` picks the fastest that runs here; `cpu` is tfjs' plain JavaScript
 * backend, slow and simple, which the others are compared with.
 */
export const runtimeNames = ['auto', 'native', 'wasm', 'cpu', 'tensorflow', 'webgpu'] as const
export const runtimeNameSchema = z.enum(runtimeNames)
export type RuntimeName = z.infer<typeof runtimeNameSchema>

/** One line of `pixelloom runtimes` and of the settings page. */
export const runtimeReportSchema = z.object({
  name: runtimeNameSchema.exclude(['auto']),
  available: z.boolean(),
  /** What it is where it runs, why not and what to do where it doesn't. */
  description: z.string(),
  /** Measured products of matrices, in GFLOP a second, on one thread. */
  gigaflops: z.number().positive().optional(),
})
export type RuntimeReport = z.infer<typeof runtimeReportSchema>
