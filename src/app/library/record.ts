import { z } from 'zod'

/** A photo as the library's files keep it. */
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
  /** When it was taken, ms since 1970; null where the file doesn't say. Not there where nobody has looked yet. */
  taken: z.number().nullable().optional(),
  addedAt: z.number(),
  /** Its file was not there when it was last looked for. */
  missing: z.boolean().optional(),
  /** The photo that this one was made of: an accepted completion. */
  from: z.string().optional(),
})
export type PhotoRecord = z.infer<typeof photoRecordSchema>

export const libraryBodySchema = z.object({
  photos: z.array(photoRecordSchema),
  /** Sample photos that the person took out; they don't come back at the next start. */
  removedSamples: z.array(z.string()),
  /** Folders whose new images appear by themselves. */
  folders: z.array(z.string()).default([]),
  /** Files in those that the person took out; they don't come back either. */
  leftOut: z.array(z.string()).default([]),
})
export type LibraryBody = z.infer<typeof libraryBodySchema>

/** One change of the library, as it is noted: doing it twice is doing it once. */
export const changeSchema = z.union([
  z.object({ set: photoRecordSchema }),
  z.object({ remove: z.string() }),
  z.object({ sample: z.string(), removed: z.boolean() }),
  z.object({ folder: z.string(), watched: z.boolean() }),
  z.object({ file: z.string(), leftOut: z.boolean() }),
])
export type Change = z.infer<typeof changeSchema>
