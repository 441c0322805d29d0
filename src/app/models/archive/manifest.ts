import { z } from 'zod'
import { metricsName } from '../../../engine/storage/metrics'
import { documentName, weightsName } from '../../../engine/storage/modelFolder'
import { longestFile } from './tar'

/** The first file of an archive: what it is, and what else is in it. */
export const manifestName = 'pixelloom.json'

/** Version of the archive that this program writes. */
export const archiveVersion = 1

/** The files of a model that are handed on, and the most bytes that each may have. */
export const partLimits = new Map<string, number>([
  [documentName, 1 << 20],
  [weightsName, longestFile],
  [metricsName, 1 << 28],
])

export const manifestLimit = 1 << 16

/** Further keys are passed over: a later version may tell more. */
export const manifestSchema = z.object({
  format: z.literal('pixelloom-model'),
  version: z.number().int().positive(),
  /** What its id was, where that is still free. */
  id: z.string().min(1).max(200),
  files: z
    .array(
      z.object({
        name: z.string(),
        bytes: z.number().int().nonnegative(),
        checksum: z.string().regex(/^sha256:[0-9a-f]{64}$/),
      }),
    )
    .max(16),
})
export type Manifest = z.infer<typeof manifestSchema>
