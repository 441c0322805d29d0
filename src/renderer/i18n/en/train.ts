/** Training: data, choices, curves. */
export const train = {} as const
