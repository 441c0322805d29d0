import { z } from 'zod'
import { settingsChangeSchema, settingsSchema } from '../../settings'
import { nothing, type Methods } from './method'

export const settingsMethods = {
  'settings.get': { input: nothing, output: settingsSchema },
  /** Changes what is named; the settings that then hold. */
  'settings.set': { input: settingsChangeSchema, output: settingsSchema },
  /** All as it was in the beginning. `before`: what to set to take that back. */
  'settings.reset': {
    input: nothing,
    output: z.object({ settings: settingsSchema, before: settingsSchema }),
  },
} as const satisfies Methods
