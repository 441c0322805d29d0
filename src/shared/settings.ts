import { z } from 'zod'
import { languageTags } from './languages'
import { runtimeNameSchema } from './runtimes'

/** How a file that is saved gets its name: words and places in braces. */
const usualTemplate = '{photo}-completed-{variant}'

/**
 * What a person can set, by section. Each field has its own default: one that can't be read falls back alone, and a
 * field of a later version is passed over.
 */
export const sections = {
  appearance: {
    /** `system`: the first of the person's languages that there are texts for. */
    language: field(z.enum(['system', ...languageTags]), 'system'),
    theme: field(z.enum(['system', 'light', 'dark']), 'system'),
  },
  processor: {
    runtime: field(runtimeNameSchema, 'auto'),
    /** Whose graphics card `webgpu` is under `serve`: the serving machine's, or that of a page which lends it. */
    card: field(z.enum(['own', 'browser']), 'own'),
    /** Null: as many as the machine has to give. */
    threads: field(z.number().int().min(1).max(1024).nullable(), null),
  },
  saving: {
    format: field(z.enum(['png', 'jpeg', 'webp']), 'png'),
    /** Of what loses: 1 to 100. */
    quality: field(z.number().int().min(1).max(100), 92),
    /** What the camera wrote into the photo (place, time, device) goes into what is saved, too. */
    keepMetadata: field(z.boolean(), true),
    nameTemplate: field(z.string().trim().min(1).max(200), usualTemplate),
  },
  training: {
    /** Of each model, the newest. */
    checkpointsKept: field(z.number().int().min(1).max(20), 2),
    keepAwake: field(z.boolean(), true),
  },
  notices: {
    /** Tells of what is done or failed while the window isn't in front. */
    unfocused: field(z.boolean(), true),
    sound: field(z.boolean(), false),
  },
} as const

function field<S extends z.ZodType>(schema: S, usual: z.output<S>): { schema: S; usual: z.output<S> } {
  return { schema, usual }
}

type Sections = typeof sections
export type SettingsSection = keyof Sections
export type Settings = {
  [S in SettingsSection]: { [F in keyof Sections[S]]: FieldValue<Sections[S][F]> }
}
type FieldValue<F> = F extends { schema: infer S extends z.ZodType } ? z.output<S> : never

/** Some fields of some sections. */
export type SettingsChange = { [S in SettingsSection]?: Partial<Settings[S]> }

type Shape<S extends SettingsSection> = {
  [F in keyof Sections[S]]: Sections[S][F] extends { schema: infer T extends z.ZodType } ? T : never
}

function shapeOf<S extends SettingsSection>(section: S): Shape<S> {
  const fields = Object.entries(sections[section]).map(([name, { schema }]) => [name, schema] as const)
  return Object.fromEntries(fields) as Shape<S>
}

const objects = {
  appearance: z.object(shapeOf('appearance')),
  processor: z.object(shapeOf('processor')),
  saving: z.object(shapeOf('saving')),
  training: z.object(shapeOf('training')),
  notices: z.object(shapeOf('notices')),
}

/** Everything, as it goes over the contract. */
export const settingsSchema = z.object(objects)

/** What is to be changed: what isn't named stays. A field that there isn't is refused. */
export const settingsChangeSchema = z.strictObject({
  appearance: objects.appearance.partial().strict().optional(),
  processor: objects.processor.partial().strict().optional(),
  saving: objects.saving.partial().strict().optional(),
  training: objects.training.partial().strict().optional(),
  notices: objects.notices.partial().strict().optional(),
})

export const usualSettings: Settings = readSettings({}).settings

/** Reads what a file held, field by field, and tells which could not be used: "processor.threads". */
export function readSettings(held: unknown): { settings: Settings; damaged: string[] } {
  const damaged: string[] = []
  const all = isRecord(held) ? held : {}
  if (held !== undefined && !isRecord(held)) damaged.push('settings')
  const settings = Object.entries(sections).map(([section, fields]) => {
    const own = all[section]
    if (own !== undefined && !isRecord(own)) damaged.push(section)
    const values = Object.entries(fields).map(([name, { schema, usual }]): [string, unknown] => {
      const value = isRecord(own) ? own[name] : undefined
      if (value === undefined) return [name, usual]
      const read = (schema as z.ZodType).safeParse(value)
      if (!read.success) damaged.push(`${section}.${name}`)
      return [name, read.success ? read.data : usual]
    })
    return [section, Object.fromEntries(values)]
  })
  return { settings: Object.fromEntries(settings) as Settings, damaged }
}

/** The settings with these fields changed. */
export function changed(settings: Settings, change: SettingsChange): Settings {
  return {
    appearance: { ...settings.appearance, ...change.appearance },
    processor: { ...settings.processor, ...change.processor },
    saving: { ...settings.saving, ...change.saving },
    training: { ...settings.training, ...change.training },
    notices: { ...settings.notices, ...change.notices },
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
