import { z } from 'zod'
import { nothing, type Methods } from './method'

export const storagePartSchema = z.enum(['models', 'results', 'photos', 'cache', 'other'])
export type StoragePart = z.infer<typeof storagePartSchema>

const usageSchema = z.object({
  folder: z.string(),
  /** `fixed`: whoever started the app said where; it can't be moved from here. */
  place: z.enum(['usual', 'moved', 'fixed']),
  parts: z.array(z.object({ part: storagePartSchema, bytes: z.number().nonnegative() })),
  /** Left on its disk. */
  free: z.number().nonnegative(),
  /** Where a whole copy waits for the next start. */
  next: z.string().optional(),
  /** Where the data were before, and still are. */
  old: z.string().optional(),
  /** Why the last copy did not take over. */
  failed: z.string().optional(),
})
export type StorageUsage = z.infer<typeof usageSchema>

export const storageMethods = {
  'storage.usage': { input: nothing, output: usageSchema },
  /** Everything in it is made anew when it is needed. `unsupported` while a training reads from it. */
  'storage.clearCache': { input: nothing, output: usageSchema },
  /** Copies the data folder; answers when that is done. The copy takes over at the next start. */
  'storage.move': { input: z.object({ path: z.string().min(1) }), output: usageSchema },
  /** Breaks off a copy, or forgets one that is done. */
  'storage.cancelMove': { input: nothing, output: usageSchema },
  /** The old folder's data, once they have been moved: into the trash, or left alone from now on. */
  'storage.leaveOld': { input: z.object({ trash: z.boolean() }), output: usageSchema },
  /** Ends the app and starts it again. The window only. */
  'storage.restart': { input: nothing, output: nothing },
} as const satisfies Methods
