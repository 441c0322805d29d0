import { z } from 'zod'
import { installProgressSchema, tensorflowInstalledSchema, tensorflowSourceSchema } from '../../tensorflow'
import { nothing, type Methods } from './method'

const statusSchema = z.object({
  installed: tensorflowInstalledSchema.optional(),
  /** How far an installation is that runs now. */
  installing: installProgressSchema.optional(),
})
export type TensorflowStatus = z.infer<typeof statusSchema>

export const tensorflowMethods = {
  'tensorflow.status': { input: nothing, output: statusSchema },
  /**
   * Answers when it is installed; `tensorflow.installing` tells how far it is. Which Python is taken is not for a page
   * to say: it would be a program to run.
   */
  'tensorflow.install': {
    input: z.object({ from: tensorflowSourceSchema }),
    output: statusSchema,
  },
  'tensorflow.cancelInstall': { input: nothing, output: nothing },
  /** Can be undone until the app ends. */
  'tensorflow.remove': { input: nothing, output: z.object({ trashId: z.string() }) },
  'tensorflow.restore': { input: z.object({ trashId: z.uuid() }), output: statusSchema },
} as const satisfies Methods
