import { z } from 'zod'
import { skippedFileSchema } from '../jobs'
import { photoSchema } from './entities'

/** What was added, and what was not and why. */
export const importedPhotosSchema = z.object({
  /** The first of what is in the library now, whether it is new or was there before; the others are told as changes. */
  added: z.array(photoSchema),
  /** How many they are all together. */
  count: z.number().int().nonnegative(),
  skipped: z.array(skippedFileSchema),
  /** It was broken off; what is in stays in. */
  cancelled: z.boolean(),
})
export type ImportedPhotos = z.infer<typeof importedPhotosSchema>

/** How far an adding of many files has come. */
export const importProgressSchema = z.object({
  importId: z.string(),
  done: z.number().int().nonnegative(),
  total: z.number().int().nonnegative(),
  added: z.number().int().nonnegative(),
  skipped: z.number().int().nonnegative(),
})

/** A folder whose new images come into the library by themselves. */
export const watchedFolderSchema = z.object({
  path: z.string(),
  /** Photos of the library that lie in it. */
  photos: z.number().int().nonnegative(),
  state: z.enum(['reading', 'watching', 'missing', 'failed']),
  /** Why it failed. */
  reason: z.string().optional(),
})
export type WatchedFolder = z.infer<typeof watchedFolderSchema>

/** A finished picture that was made of a photo, in this run of the app or an earlier one. */
export const madePictureSchema = z.object({
  jobId: z.string(),
  variant: z.number().int().nonnegative(),
  createdAt: z.number(),
  /** Relative image address. */
  address: z.string(),
})
export type MadePicture = z.infer<typeof madePictureSchema>
