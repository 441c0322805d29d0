import { join } from 'node:path'
import type { Storage } from '../../engine/host'
import type { JobSpecificationInput } from '../../engine/protocol/specifications'
import type { Quality } from '../../shared/completion'
import type { JobSnapshot } from '../../shared/jobs'

/**
 * Notes beside the results of a job what they were made from (model, photo, seed, temperature, how the hole was
 * framed and its edges joined), so that they can be made again. The mask's bytes stay out; its size stays in.
 */
export async function writeRecipe(
  storage: Storage,
  folder: string,
  { id, kind, title, createdAt, photoId }: JobSnapshot,
  quality: Quality | undefined,
  specification: JobSpecificationInput,
): Promise<void> {
  const recipe = { version: 1, id, kind, title, createdAt, photoId, quality, specification }
  const text = JSON.stringify(
    recipe,
    (_key, value: unknown) => (value instanceof Uint8Array ? undefined : value),
    2,
  )
  await storage.write(join(folder, 'job.json'), new TextEncoder().encode(`${text}\n`))
}
