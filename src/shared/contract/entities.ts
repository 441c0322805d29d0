import { z } from 'zod'
import { becauseSchema } from '../errors'
import { modelCheckSchema } from '../jobs'
import { modelConfigurationSchema } from '../model/configuration'

/** A photo in the library: a reference to a file, or bytes that were pasted or dropped without one. */
export const photoSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** Upright size in pixels. */
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  addedAt: z.number(),
  source: z.enum(['file', 'copy', 'sample']),
  /** Its place in the library, which it keeps. */
  order: z.number().int().nonnegative(),
  /** Of the file, when it was last looked at: its length and when it was written, ms since 1970. */
  bytes: z.number().nonnegative(),
  modified: z.number(),
  /** When it was taken, where the file says, ms since 1970. */
  taken: z.number().optional(),
  /** Where the file lies; empty where that is the app's own affair. */
  folder: z.string(),
  /** The photo that this one was made of. */
  from: z.string().optional(),
  /** The file was moved or deleted since. */
  missing: z.boolean(),
  /** Relative image addresses; the api module makes them loadable (see `imageUrl`). */
  thumbnail: z.string(),
  display: z.string(),
})
export type Photo = z.infer<typeof photoSchema>

/** How a model's weights, or those of its conditioning network, came to be, as far as it was written down. */
export const trainingSummarySchema = z.object({
  data: z.string(),
  /** How many images there were, the held-out ones among them. */
  images: z.number().optional(),
  steps: z.number(),
  seconds: z.number(),
  bestValidationNats: z.number().optional(),
  bestStep: z.number().optional(),
  batch: z.number().optional(),
  learningRate: z.number().optional(),
  optimizer: z.string().optional(),
  schedule: z.string().optional(),
  average: z.number().optional(),
  flip: z.boolean().optional(),
  /** It saw its images in all orientations, and completes in any. */
  orient: z.boolean().optional(),
  crop: z.number().optional(),
  seed: z.number().optional(),
  /** Share of the images that was held out. */
  validation: z.number().optional(),
})
export type TrainingSummary = z.infer<typeof trainingSummarySchema>

/** What was found when a model was last verified. */
export const verificationSchema = z.object({
  /** When, ms since 1970. */
  at: z.number(),
  passed: z.boolean(),
  checks: z.array(modelCheckSchema),
})
export type Verification = z.infer<typeof verificationSchema>

/** A model as lists and cards show it. */
export const modelSummarySchema = z.object({
  id: z.string(),
  name: z.string(),
  path: z.string(),
  bundled: z.boolean(),
  configuration: modelConfigurationSchema,
  /** Number of weights. */
  parameters: z.number().int().nonnegative(),
  /** Size on disk of the weights, in bytes. */
  bytes: z.number().int().nonnegative(),
  /** When it was last written, ms since 1970. */
  updatedAt: z.number(),
  /** Changes whenever the weights do. */
  version: z.string(),
  /** SHA-256 of the weights, where it was written down. */
  checksum: z.string().optional(),
  /** Multi-Scale: the `checksum` of the model that it draws more finely. */
  around: z.string().optional(),
  description: z.string().optional(),
  licence: z.string().optional(),
  training: trainingSummarySchema.optional(),
  conditionerTraining: trainingSummarySchema.optional(),
  /** Nats an image on images that had no part in its training. */
  tested: z.object({ data: z.string(), images: z.number(), nats: z.number() }).optional(),
  /** Of the weights as they are now. */
  verified: verificationSchema.optional(),
  /** A checkpoint is there to go on from. */
  resumable: z.boolean(),
})
export type ModelSummary = z.infer<typeof modelSummarySchema>

/** A model folder that can't be used, named so that a person can mend or remove it. */
export const damagedModelSchema = z.object({
  id: z.string(),
  path: z.string(),
  reason: z.string(),
  because: becauseSchema,
  /** Among the program's own files, which are not written to. */
  bundled: z.boolean().optional(),
})
export type DamagedModel = z.infer<typeof damagedModelSchema>

export const appInfoSchema = z.object({
  version: z.string(),
  /** `window`: Electron, with native dialogs. `browser`: served on loopback. */
  shell: z.enum(['window', 'browser']),
  platform: z.string(),
  dataFolder: z.string(),
  cores: z.number().int().positive(),
})
export type AppInfo = z.infer<typeof appInfoSchema>

/** A finished or running picture of a job, with an address to show it from. */
export const jobPictureSchema = z.object({
  role: z.enum(['completion', 'sample', 'held-out']),
  variant: z.number().int().nonnegative(),
  /** Relative image address. */
  address: z.string(),
  step: z.number().int().nonnegative().optional(),
  nats: z.number().optional(),
})
export type JobPicture = z.infer<typeof jobPictureSchema>
