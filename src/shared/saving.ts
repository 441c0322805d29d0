import { z } from 'zod'

/** What results are saved as. Only PNG and lossless WebP leave the pixels outside the mask bit for bit. */
export const savedFormats = ['png', 'jpeg', 'webp'] as const
export type SavedFormat = (typeof savedFormats)[number]

/** How a result is saved. What is left out is as the settings say. */
export const saveChoicesSchema = z.object({
  format: z.enum(savedFormats).optional(),
  /** Of what loses: 1 to 100. */
  quality: z.number().int().min(1).max(100).optional(),
  /** WebP without loss, whatever the quality. */
  lossless: z.boolean().default(true),
  /** What the camera wrote into the photo goes along. The colour profile always does: colours would be others. */
  keepMetadata: z.boolean().optional(),
  /** The recipe goes along, mask and all. */
  recipe: z.boolean().default(true),
  nameTemplate: z.string().trim().min(1).max(200).optional(),
})
export type SaveChoices = z.infer<typeof saveChoicesSchema>

/** With its dot. */
export const extensionOf: Readonly<Record<SavedFormat, string>> = { png: '.png', jpeg: '.jpg', webp: '.webp' }

/** Places in a name's template. */
export const templatePlaces = ['photo', 'variant', 'model', 'seed', 'date'] as const
export type TemplateValues = Readonly<Record<(typeof templatePlaces)[number], string>>

/** What no system takes in a file's name, and what would lead into another folder. */
const forbidden = /[\\/<>:"|?*\p{Cc}]/gu
const longestName = 180

/** A file's name by a template, without its ending; what is no place stays, and what no system takes becomes a dash. */
export function nameBy(template: string, values: TemplateValues): string {
  const filled = templatePlaces.reduce(
    (name, place) => name.replaceAll(`{${place}}`, values[place]),
    template,
  )
  const plain = filled.replace(forbidden, '-').replace(/^[.\s]+|[.\s]+$/g, '')
  // Names that Windows keeps for devices.
  const usable = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(plain) ? `${plain}-` : plain
  return Array.from(usable).slice(0, longestName).join('') || 'picture'
}
