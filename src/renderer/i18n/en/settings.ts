/** Settings, the data folder, reports of problems. */
export const settings = {} as const
