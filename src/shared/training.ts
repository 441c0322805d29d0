import { z } from 'zod'

/** The rules of moving weights along gradients: RMSProp as in the paper (section 5.1), and Adam. */
export const optimizers = ['rmsprop', 'adam'] as const
export const optimizerSchema = z.enum(optimizers)
export type OptimizerName = z.infer<typeof optimizerSchema>

/** How the learning rate changes during a training. */
export const schedules = ['constant', 'step', 'cosine'] as const
export const scheduleSchema = z.enum(schedules)
export type ScheduleName = z.infer<typeof scheduleSchema>
