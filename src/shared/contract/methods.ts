import { z } from 'zod'
import { bytesSchema } from '../bytes'
import { fitSchema, likeSchema, qualitySchema } from '../completion'
import { rectangleSchema } from '../geometry'
import { jobSnapshotSchema, metricsPointSchema, skippedFileSchema } from '../jobs'
import { architectureSchema, binarizationSchema } from '../model/configuration'
import { runtimeNameSchema, runtimeReportSchema } from '../runtimes'
import { optimizerSchema, scheduleSchema } from '../training'
import {
  appInfoSchema,
  damagedModelSchema,
  jobPictureSchema,
  modelSummarySchema,
  photoSchema,
} from './entities'

/** One request that the renderer may make: what it sends and what it gets. */
interface Method {
  readonly input: z.ZodType
  readonly output: z.ZodType
}

const nothing = z.object({})
const seed = z.number().int().min(0).max(0xffffffff)

/** What was added, and what was not and why. */
const addedPhotos = z.object({ added: z.array(photoSchema), skipped: z.array(skippedFileSchema) })

export const trainRequestSchema = z.object({
  name: z.string().trim().min(1).max(80),
  /** A folder or data file on the machine that runs the engine. */
  data: z.string().min(1),
  architecture: architectureSchema.default('pixelcnn'),
  size: z.number().int().min(4).max(256).optional(),
  channels: z.union([z.literal(1), z.literal(3)]).optional(),
  levels: z.number().int().min(2).max(256).optional(),
  hidden: z.number().int().min(1).max(512).optional(),
  layers: z.number().int().min(0).max(32).optional(),
  /** Multi-Scale: side of the small image that is drawn first; the size divided by 2, 4, 8 ... */
  multiScale: z.number().int().min(1).max(128).optional(),
  batch: z.number().int().min(1).max(256).optional(),
  learningRate: z.number().positive().optional(),
  optimizer: optimizerSchema.optional(),
  schedule: scheduleSchema.optional(),
  warmUp: z.number().int().nonnegative().optional(),
  /** What the average of the weights keeps of itself at each step; 0 for none. */
  average: z.number().min(0).lt(1).optional(),
  flip: z.boolean().optional(),
  orient: z.boolean().optional(),
  crop: z.number().int().nonnegative().max(256).optional(),
  steps: z.number().int().positive().optional(),
  minutes: z.number().positive().optional(),
  seed: seed.optional(),
  validation: z.number().min(0).lt(1).optional(),
  binarize: binarizationSchema.optional(),
  checkEvery: z.number().int().positive().optional(),
  runtime: runtimeNameSchema.optional(),
})

/** What decides how long a training step takes, and the memory it needs. */
export const measureRequestSchema = trainRequestSchema
  .pick({ architecture: true, hidden: true, layers: true, multiScale: true, batch: true })
  .extend({
    size: z.number().int().min(4).max(256),
    channels: z.union([z.literal(1), z.literal(3)]),
    levels: z.number().int().min(2).max(256),
  })

/** What decides how long a completion takes. */
export const measureCompletionRequestSchema = z.object({
  modelId: z.string(),
  quality: qualitySchema,
  count: z.number().int().min(1).max(16),
  /** Unknown pixels of the picture, at the model's scale. */
  pixels: z.number().int().positive(),
})

export const completeRequestSchema = z.object({
  photoId: z.string(),
  modelId: z.string(),
  /** One byte a pixel of the upright photo, non-zero = fill. */
  mask: z.object({
    width: z.number().int().positive(),
    height: z.number().int().positive(),
    data: bytesSchema,
  }),
  count: z.number().int().min(1).max(16).default(4),
  seed: seed.optional(),
  temperature: z.number().min(0).max(4).optional(),
  topP: z.number().gt(0).max(1).optional(),
  /** How long it may take for how good a fit; what that means for a model is the app's to say. */
  quality: qualitySchema.default('fast'),
  fit: fitSchema.optional(),
  seconds: z.number().positive().optional(),
  feather: z.number().int().nonnegative().max(1000).optional(),
  match: z.boolean().optional(),
  frame: rectangleSchema.optional(),
  /** A finished variant that the new ones are to be like. */
  like: likeSchema
    .omit({ file: true })
    .extend({ jobId: z.string(), variant: z.number().int().nonnegative() })
    .optional(),
})

/** Every image in a folder, as `completeRequestSchema` asks for one of them. */
export const completeFolderRequestSchema = completeRequestSchema
  .omit({ photoId: true, mask: true, frame: true, like: true })
  .extend({
    /** Folders and files on the machine that runs the engine, as a person types them. */
    folder: z.string().min(1),
    masks: z.discriminatedUnion('from', [
      z.object({ from: z.literal('file'), path: z.string().min(1) }),
      /** Masks by the relative paths of the images, up to the ending: `name`, `name-mask` or `name_mask`. */
      z.object({ from: z.literal('folder'), path: z.string().min(1) }),
      z.object({ from: z.literal('transparency') }),
      z.object({ from: z.literal('half'), half: z.enum(['top', 'bottom', 'left', 'right']) }),
    ]),
    /** Receives the completions: another folder than that of the images, or one inside it. */
    out: z.string().min(1),
    /** Draws anew what is there already. */
    again: z.boolean().default(false),
  })

/**
 * Every request of the renderer, by name. Both transports (Electron IPC, HTTP on loopback) check inputs
 * against these before a handler sees them, and outputs before they leave.
 */
export const methods = {
  'app.info': { input: nothing, output: appInfoSchema },
  'app.runtimes': { input: nothing, output: z.object({ runtimes: z.array(runtimeReportSchema) }) },

  'library.list': { input: nothing, output: z.object({ photos: z.array(photoSchema) }) },
  /** Files and folders (any depth) on the machine that runs the app; the window shell only. */
  'library.addPaths': { input: z.object({ paths: z.array(z.string().min(1)).min(1) }), output: addedPhotos },
  /** One dropped or pasted file. */
  'library.addBytes': {
    input: z.object({ name: z.string().min(1), data: bytesSchema }),
    output: addedPhotos,
  },
  /** Takes it out of the library; a file of the person's own is never deleted. */
  'library.remove': { input: z.object({ photoId: z.string() }), output: nothing },

  'models.list': {
    input: nothing,
    output: z.object({ models: z.array(modelSummarySchema), damaged: z.array(damagedModelSchema) }),
  },
  /** Copies a model folder from elsewhere into the data folder. */
  'models.import': { input: z.object({ path: z.string().min(1) }), output: modelSummarySchema },
  'models.metrics': {
    input: z.object({ modelId: z.string() }),
    output: z.object({ points: z.array(metricsPointSchema) }),
  },

  'jobs.list': { input: nothing, output: z.object({ jobs: z.array(jobSnapshotSchema) }) },
  'jobs.pictures': {
    input: z.object({ jobId: z.string() }),
    output: z.object({ pictures: z.array(jobPictureSchema) }),
  },
  'jobs.complete': { input: completeRequestSchema, output: jobSnapshotSchema },
  /** Passes over images that have their completions in `out` already: asked for again it goes on. */
  'jobs.completeFolder': { input: completeFolderRequestSchema, output: jobSnapshotSchema },
  'jobs.train': { input: trainRequestSchema, output: jobSnapshotSchema },
  /** Goes on from the last checkpoint of a model whose training was stopped or broke off. */
  'jobs.continueTraining': {
    input: z.object({ modelId: z.string(), steps: z.number().int().positive().optional() }),
    output: jobSnapshotSchema,
  },
  /** Times training steps of a new model on this machine; refused while a training runs or waits. */
  'jobs.measure': { input: measureRequestSchema, output: jobSnapshotSchema },
  /** Times what a completion would draw on this machine; refused while anything runs or waits. */
  'jobs.measureCompletion': { input: measureCompletionRequestSchema, output: jobSnapshotSchema },
  'jobs.checkData': { input: z.object({ data: z.string().min(1) }), output: jobSnapshotSchema },
  /** Looks whether a model is what it says; the result has a sentence a check. */
  'jobs.verify': { input: z.object({ modelId: z.string() }), output: jobSnapshotSchema },
  'jobs.pause': { input: z.object({ jobId: z.string() }), output: jobSnapshotSchema },
  'jobs.resume': { input: z.object({ jobId: z.string() }), output: jobSnapshotSchema },
  'jobs.cancel': { input: z.object({ jobId: z.string() }), output: jobSnapshotSchema },
  /** Drops a finished job from the list; what it made stays. */
  'jobs.dismiss': { input: z.object({ jobId: z.string() }), output: nothing },

  /**
   * Saves a finished variant as PNG. The window asks where; a browser gets an address to download from.
   */
  'results.save': {
    input: z.object({ jobId: z.string(), variant: z.number().int().nonnegative() }),
    output: z.discriminatedUnion('how', [
      z.object({ how: z.literal('saved'), path: z.string() }),
      z.object({ how: z.literal('download'), address: z.string(), name: z.string() }),
      z.object({ how: z.literal('cancelled') }),
    ]),
  },
  /** Takes a finished variant among the photos, so that one can go on from it; the photo that it is now. */
  'results.accept': {
    input: z.object({ jobId: z.string(), variant: z.number().int().nonnegative() }),
    output: photoSchema,
  },
  /** The window's own folder dialog; null where it was closed, `unsupported` in a browser. */
  'dialogs.chooseFolder': { input: nothing, output: z.object({ path: z.string().nullable() }) },
  'dialogs.chooseImages': { input: nothing, output: z.object({ paths: z.array(z.string()) }) },
} as const satisfies Record<string, Method>

export type MethodName = keyof typeof methods
/** What a caller writes: defaults may be left out. */
export type MethodInput<M extends MethodName> = z.input<(typeof methods)[M]['input']>
/** What a handler receives: defaults filled in. */
export type MethodArguments<M extends MethodName> = z.output<(typeof methods)[M]['input']>
export type MethodOutput<M extends MethodName> = z.output<(typeof methods)[M]['output']>

export const methodNames = Object.keys(methods) as MethodName[]

export function isMethodName(name: string): name is MethodName {
  return Object.hasOwn(methods, name)
}
