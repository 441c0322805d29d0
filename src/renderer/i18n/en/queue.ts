/** Jobs: samples, whole folders, and the order of all. */
export const queue = {} as const
