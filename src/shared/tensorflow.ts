import { z } from 'zod'

/** Where TensorFlow's library is to come from: the maker's own archive, or a Python's package. */
export const tensorflowSources = ['download', 'python'] as const
export const tensorflowSourceSchema = z.enum(tensorflowSources)
export type TensorflowSource = z.infer<typeof tensorflowSourceSchema>

/** What an installation does, in this order. */
export const installStages = ['library', 'bindings', 'compiling', 'verifying'] as const

export const installProgressSchema = z.object({
  stage: z.enum(installStages),
  /** Bytes fetched so far, and how many there will be where that is known. */
  done: z.number().nonnegative().optional(),
  total: z.number().nonnegative().optional(),
})
export type InstallProgress = z.infer<typeof installProgressSchema>

/** An installed TensorFlow, as a person is told of it. */
export const tensorflowInstalledSchema = z.object({
  /** Of TensorFlow: 2.21.0. */
  version: z.string(),
  from: tensorflowSourceSchema,
  /** Bytes on disk that go when it is removed. */
  bytes: z.number().nonnegative(),
})
export type TensorflowInstalled = z.infer<typeof tensorflowInstalledSchema>
