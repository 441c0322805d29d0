import { z } from 'zod'

/** A photo as library.json keeps it. */
export const photoRecordSchema = z.object({
  id: z.string().min(1),
  name: z.string().min(1),
  source: z.enum(['file', 'copy', 'sample']),
  /** `file`: the real path. `copy`, `sample`: a name in the library's or the samples' folder, which may move. */
  file: z.string().min(1),
  /** Upright size in pixels. */
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  /** Size in bytes and time of writing when it was measured: a file that changed is measured again. */
  bytes: z.number().nonnegative(),
  modified: z.number(),
  addedAt: z.number(),
})
export type PhotoRecord = z.infer<typeof photoRecordSchema>

export const libraryBodySchema = z.object({
  photos: z.array(photoRecordSchema),
  /** Sample photos that the person took out; they don't come back at the next start. */
  removedSamples: z.array(z.string()),
})
export type LibraryBody = z.infer<typeof libraryBodySchema>
