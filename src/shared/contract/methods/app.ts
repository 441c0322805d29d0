import { z } from 'zod'
import { runtimeReportSchema } from '../../runtimes'
import { appInfoSchema } from '../entities'
import { nothing, type Methods } from './method'

export const appMethods = {
  'app.info': { input: nothing, output: appInfoSchema },
  'app.runtimes': { input: nothing, output: z.object({ runtimes: z.array(runtimeReportSchema) }) },
} as const satisfies Methods
