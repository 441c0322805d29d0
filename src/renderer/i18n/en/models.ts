/** The models and what is done with them. */
export const models = {} as const
