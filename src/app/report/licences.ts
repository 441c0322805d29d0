import { readFile } from 'node:fs/promises'
import { z } from 'zod'

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

/** What scripts/licences.mjs wrote into the resources. */
export async function readLicences(file: string): Promise<Licence[]> {
  const { texts, packages } = fileSchema.parse(JSON.parse(await readFile(file, 'utf8')))
  return packages.map(({ text, ...rest }) => ({
    ...rest,
    text: text === undefined ? undefined : texts[text],
  }))
}
