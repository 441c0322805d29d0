import { z } from 'zod'

/** The file that makes a folder an installed version of TensorFlow. */
export const manifestName = 'runtime.json'

/** By this variable an engine process is told by its owner in which folder versions are installed. */
export const folderVariable = 'PIXELLOOM_TENSORFLOW'

export const tensorflowManifestSchema = z.object({
  format: z.literal(1),
  /** Of TensorFlow's library: 2.21.0. */
  tensorflow: z.string(),
  /** Of the npm package whose sources were compiled and whose kernels run: 4.22.0. */
  bindings: z.string(),
  platform: z.string(),
  arch: z.string(),
  from: z.enum(['python', 'download']),
  /** Where the library lies, relative to this folder, or absolute where a person's own Python has it. */
  library: z.string(),
  /** Bytes on disk of this folder. */
  bytes: z.number(),
})
export type TensorflowManifest = z.infer<typeof tensorflowManifestSchema>

/** The compiled addon, relative to the folder. */
export const addonPath = ['addon', 'tfjs_binding.node'] as const

/**
 * By this symbol of the global object the package's `require('@tensorflow/tfjs')` finds the instance that the
 * engine computes with: a second one would have tensors and gradients of its own.
 */
export const sharedTfjs = 'pixelloom.tfjs'
