/** Completions: what is asked for, and what came of it. */
export const complete = {} as const
