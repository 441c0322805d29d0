import { z } from 'zod'

/** Requests that the renderer may make, by name: what each sends and what it gets. */
export type Methods = Record<string, { readonly input: z.ZodType; readonly output: z.ZodType }>

export const nothing = z.object({})
