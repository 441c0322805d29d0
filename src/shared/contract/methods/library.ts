import { z } from 'zod'
import { bytesSchema } from '../../bytes'
import { skippedFileSchema } from '../../jobs'
import { photoSchema } from '../entities'
import { nothing, type Methods } from './method'

/** What was added, and what was not and why. */
const addedPhotos = z.object({ added: z.array(photoSchema), skipped: z.array(skippedFileSchema) })

export const libraryMethods = {
  'library.list': { input: nothing, output: z.object({ photos: z.array(photoSchema) }) },
  /** Files and folders (any depth) on the machine that runs the app; the window shell only. */
  'library.addPaths': { input: z.object({ paths: z.array(z.string().min(1)).min(1) }), output: addedPhotos },
  /** One dropped or pasted file. */
  'library.addBytes': {
    input: z.object({ name: z.string().min(1), data: bytesSchema }),
    output: addedPhotos,
  },
  /** Takes it out of the library; a file of the person's own is never deleted. */
  'library.remove': { input: z.object({ photoId: z.string() }), output: nothing },
} as const satisfies Methods
