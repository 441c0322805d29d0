import { z } from 'zod'

/** What a menu of the window may ask of its page. */
export const commands = [
  'add-photos',
  'add-folder',
  'import-model',
  'save-result',
  'undo',
  'redo',
  'show-library',
  'show-complete',
  'show-train',
  'show-models',
  'show-queue',
  'show-settings',
  'show-shortcuts',
  'report-problem',
] as const

export const commandSchema = z.enum(commands)
export type Command = z.infer<typeof commandSchema>

/** Endings of files with a model in them, which the system opens with the app. */
export const modelArchiveEnding = '.pixelloom'
