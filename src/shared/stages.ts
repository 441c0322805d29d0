import { z } from 'zod'

/** What a job can be busy with. These are the terminal's words; the window has its own for each, in every language. */
export const stages = [
  'Reading images',
  'Looking at files',
  'Comparing what looks alike',
  'Training',
  'Drawing',
  'Completing',
  'Evaluating',
  'Verifying',
  'Measuring',
  'Compressing',
  'Restoring',
] as const
export const stageSchema = z.enum(stages)
export type Stage = z.infer<typeof stageSchema>
