import { z } from 'zod'
import { nothing, type Methods } from './method'

/** Long enough for the log's end and all versions, short enough to be read. */
const longestReport = 1 << 20

export const reportMethods = {
  /** What a person may send to whoever mends a problem: versions, settings, the end of the log, and no picture. */
  'report.preview': { input: nothing, output: z.object({ name: z.string(), text: z.string() }) },
  /** Saves just what was shown; a browser does that itself. */
  'report.save': {
    input: z.object({ name: z.string().min(1).max(100), text: z.string().max(longestReport) }),
    output: z.discriminatedUnion('how', [
      z.object({ how: z.literal('saved'), path: z.string() }),
      z.object({ how: z.literal('download') }),
      z.object({ how: z.literal('cancelled') }),
    ]),
  },
  /** Shows the log in the system's file manager; the window only. */
  'report.showLog': { input: nothing, output: nothing },
  /** Whose work the app stands on, and under which licence. */
  'report.licences': {
    input: nothing,
    output: z.object({
      packages: z.array(
        z.object({ name: z.string(), version: z.string(), licence: z.string(), text: z.string().optional() }),
      ),
    }),
  },
} as const satisfies Methods
