/** The library of photos. */
export const library = {} as const
