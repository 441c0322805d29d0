import { z } from 'zod'

/** What random numbers are drawn from: a whole number of 32 bits. */
export const seedSchema = z.number().int().min(0).max(0xffffffff)
