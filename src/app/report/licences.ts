import { z } from 'zod'
import type { Storage } from '../../engine/host'

const fileSchema = z.object({
  /** Each text once: many packages share one. */
  texts: z.array(z.string()),
  packages: z.array(
    z.object({ name: z.string(), version: z.string(), licence: z.string(), text: z.number().optional() }),
  ),
})

export interface Licence {
  name: string
  version: string
  licence: string
  text?: string | undefined
}

/** What scripts/licences.mjs wrote into the resources. `not-found` where they lack it. */
export async function readLicences(storage: Pick<Storage, 'read'>, file: string): Promise<Licence[]> {
  const { texts, packages } = fileSchema.parse(JSON.parse(new TextDecoder().decode(await storage.read(file))))
  return packages.map(({ text, ...rest }) => ({
    ...rest,
    text: text === undefined ? undefined : texts[text],
  }))
}
