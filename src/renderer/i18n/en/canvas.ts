/** The photo that is painted on, its tools and masks. */
export const canvas = {} as const
