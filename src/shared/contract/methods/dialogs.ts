import { z } from 'zod'
import { nothing, type Methods } from './method'

export const dialogsMethods = {
  /** The window's own folder dialog; null where it was closed, `unsupported` in a browser. */
  'dialogs.chooseFolder': { input: nothing, output: z.object({ path: z.string().nullable() }) },
  /** The same for a file that holds a model. */
  'dialogs.chooseModelFile': { input: nothing, output: z.object({ path: z.string().nullable() }) },
  'dialogs.chooseImages': { input: nothing, output: z.object({ paths: z.array(z.string()) }) },
} as const satisfies Methods
