/** What is timed: a training step, a pass that gives likelihoods, or drawing. */
export const timedTasks = ['train', 'forward', 'sample'] as const
export type TimedTask = (typeof timedTasks)[number]
