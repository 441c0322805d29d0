import { z } from 'zod'
import { runtimeReportSchema } from '../../runtimes'
import { appInfoSchema } from '../entities'
import { nothing, type Methods } from './method'

export const appMethods = {
  'app.info': { input: nothing, output: appInfoSchema },
  /** Measured when first asked for; `again`: now. */
  'app.runtimes': {
    input: z.object({ again: z.boolean().default(false) }),
    output: z.object({ runtimes: z.array(runtimeReportSchema) }),
  },
  /** What the graphics card takes that a page of a browser lends now; nothing where none does. Measured each time. */
  'app.pageCard': { input: nothing, output: z.object({ report: runtimeReportSchema.optional() }) },
  /** Files that the person opened with the app since this was last asked: photos, folders, models. */
  'app.takeOpened': { input: nothing, output: z.object({ paths: z.array(z.string()) }) },
} as const satisfies Methods
