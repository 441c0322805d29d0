import { z } from 'zod'
import { bytesSchema } from '../../bytes'
import { photoSchema } from '../entities'
import { importedPhotosSchema, madePictureSchema, watchedFolderSchema } from '../library'
import { nothing, type Methods } from './method'

const photoIds = z.array(z.string())
const folders = z.object({ folders: z.array(watchedFolderSchema) })

export const libraryMethods = {
  /**
   * A page of the library, samples first, then in the order in which they were added. `next`, as `after`, gives the
   * next page; there is none after the last. What changes in between is told as `library.changed`.
   */
  'library.list': {
    input: z.object({
      after: z.number().optional(),
      limit: z.number().int().min(1).max(10_000).default(5000),
    }),
    output: z.object({
      photos: z.array(photoSchema),
      next: z.number().optional(),
    }),
  },
  /**
   * Files and folders (any depth) on the machine that runs the app; the window shell only. With an `importId` of the
   * caller's making, `library.importing` tells how far it is, and `library.cancelImport` breaks it off.
   */
  'library.addPaths': {
    input: z.object({ paths: z.array(z.string().min(1)).min(1), importId: z.string().optional() }),
    output: importedPhotosSchema,
  },
  'library.cancelImport': { input: z.object({ importId: z.string() }), output: nothing },
  /** One dropped or pasted file. */
  'library.addBytes': {
    input: z.object({ name: z.string().min(1), data: bytesSchema }),
    output: importedPhotosSchema,
  },
  /** Takes them out of the library; a file of the person's own is never deleted. */
  'library.remove': { input: z.object({ photoIds }), output: nothing },
  /** Undoes it, as long as the app runs. */
  'library.restore': {
    input: z.object({ photoIds }),
    output: z.object({ photos: z.array(photoSchema) }),
  },
  /** Shows a photo's file among its siblings; the window shell only. */
  'library.showInFolder': { input: z.object({ photoId: z.string() }), output: nothing },
  /** What was made of a photo, newest first. */
  'library.made': {
    input: z.object({ photoId: z.string() }),
    output: z.object({ pictures: z.array(madePictureSchema) }),
  },
  'library.folders': { input: nothing, output: folders },
  /** Watches a folder on the machine that runs the app, by its whole path. */
  'library.watch': { input: z.object({ path: z.string().min(1) }), output: folders },
  /** Photos that came from it stay. */
  'library.unwatch': { input: z.object({ path: z.string().min(1) }), output: folders },
} as const satisfies Methods
