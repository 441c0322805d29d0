import { z } from 'zod'
import { skippedFileSchema } from '../../jobs'
import { completeFolderRequestSchema } from './complete'

export const inspectFolderRequestSchema = completeFolderRequestSchema.pick({
  folder: true,
  masks: true,
  out: true,
})

/** What a folder of images to complete holds. */
export const folderInspectionSchema = z.object({
  images: z.number().int().nonnegative(),
  /** How many of them have no mask, and the first of those by their paths in the folder. */
  withoutMask: z.number().int().nonnegative(),
  withoutMaskNames: z.array(z.string()),
  /** What can't be used, and why. */
  skipped: z.array(skippedFileSchema),
  /** Where the completions would go. */
  out: z.string(),
})
