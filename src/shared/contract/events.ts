import { z } from 'zod'
import { commandSchema } from '../commands'
import { rowEventSchema } from '../jobEvents'
import { jobSnapshotSchema, metricsPointSchema } from '../jobs'
import { settingsSchema } from '../settings'
import { installProgressSchema } from '../tensorflow'
import { jobPictureSchema, photoSchema } from './entities'
import { importProgressSchema, watchedFolderSchema } from './library'

/**
 * Everything the app tells the renderer unasked, by name. Progress is coalesced to about ten a second
 * and always flushed before the last snapshot of a job.
 */
export const events = {
  'job.changed': z.object({ job: jobSnapshotSchema }),
  'job.dismissed': z.object({ jobId: z.string() }),
  /** Finished rows of pictures being drawn, oldest first. */
  'job.rows': z.object({ jobId: z.string(), rows: z.array(rowEventSchema) }),
  'job.metrics': z.object({
    jobId: z.string(),
    modelId: z.string().optional(),
    points: z.array(metricsPointSchema),
  }),
  'job.picture': z.object({ jobId: z.string(), picture: jobPictureSchema }),
  /** The newest finished pictures of a job that makes very many: some may be passed over. */
  'job.pictures': z.object({ jobId: z.string(), pictures: z.array(jobPictureSchema) }),
  /** What changed since the last telling; each photo as it is now. */
  'library.changed': z.object({
    added: z.array(photoSchema),
    changed: z.array(photoSchema),
    removed: z.array(z.string()),
  }),
  'library.importing': importProgressSchema,
  'library.folders': z.object({ folders: z.array(watchedFolderSchema) }),
  /** Pictures that a model drew for its card, by their addresses. */
  'models.samples': z.object({ modelId: z.string(), pictures: z.array(z.string()) }),
  /** Ask for the list again. */
  'models.changed': z.object({}),
  /** Something was chosen in a menu of the window. */
  'app.command': z.object({ command: commandSchema }),
  /** Files were opened with the app: ask for them with `app.takeOpened`. */
  'app.opened': z.object({}),
  /** How many bytes of the data folder have been copied. */
  'storage.moving': z.object({ done: z.number().nonnegative(), total: z.number().nonnegative() }),
  /** How far an installation of TensorFlow is; without progress, it has ended. */
  'tensorflow.installing': z.object({ progress: installProgressSchema.optional() }),
  'settings.changed': z.object({ settings: settingsSchema }),
} as const satisfies Record<string, z.ZodType>

export type EventName = keyof typeof events
export type EventPayload<E extends EventName> = z.infer<(typeof events)[E]>

export function isEventName(name: string): name is EventName {
  return Object.hasOwn(events, name)
}
