import { z } from 'zod'
import { bytesSchema } from '../../shared/bytes'
import { completionChoices, qualitySchema } from '../../shared/completion'
import { rectangleSchema } from '../../shared/geometry'
import {
  askedConfigurationSchema,
  binarizationSchema,
  modelConfigurationSchema,
} from '../../shared/model/configuration'
import { runtimeNameSchema } from '../../shared/runtimes'
import { timedTasks } from '../../shared/timedTasks'
import { defaultAverage, trainingChoices } from './trainingChoices'

/** What a caller hands the engine process to run. Paths are absolute; every choice is made. */

const compute = {
  runtime: runtimeNameSchema.default('auto'),
  threads: z.number().int().positive().optional(),
}

/** Folder that decoded images are kept in from one job to the next; without it they are decoded each time. */
const cacheFolder = z.string().optional()

const seed = z.number().int().nonnegative().max(0xffffffff)

/** When training ends. With none of them: when validation no longer falls. */
export const trainingLimitSchema = z.object({
  steps: z.number().int().positive().optional(),
  epochs: z.number().positive().optional(),
  minutes: z.number().positive().optional(),
})
export type TrainingLimit = z.infer<typeof trainingLimitSchema>

export const trainSpecificationSchema = z.object({
  kind: z.literal('train'),
  data: z.string(),
  /** The model folder to make, or with `resume` to go on with. */
  out: z.string(),
  /**
   * What the model is. `size`, `channels` and `levels` are filled from the data where left out, and what a small
   * model leaves out from the large one.
   */
  configuration: askedConfigurationSchema,
  batch: z.number().int().positive().default(16),
  /**
   * The most images that are worked on at once: a larger batch goes in parts whose gradients are summed, which takes
   * the memory of a part. With `resume` as before where left out.
   */
  microBatch: z.number().int().positive().optional(),
  limit: trainingLimitSchema.default({}),
  /** 0.001 where left out; with `resume`, as it was. */
  learningRate: z.number().positive().optional(),
  ...trainingChoices,
  average: trainingChoices.average.default(defaultAverage),
  seed: seed.default(0),
  /** Share of the images held out, 0 to below 1. */
  validation: z.number().min(0).lt(1).default(0.1),
  resume: z.boolean().default(false),
  /** A model folder whose weights to start from: the best there are, or with `fromStep` those of a checkpoint. */
  from: z.string().optional(),
  fromStep: z.number().int().nonnegative().optional(),
  /** Checkpoints that are kept, besides that of the best step; two, with `resume` as before, where left out. */
  keep: z.number().int().min(1).max(100).optional(),
  /** Ends before a limit is reached where validation no longer falls; with `resume` as before where left out. */
  earlyStop: z.boolean().optional(),
  /** Looks at the held-out images without a new best after which it no longer falls; with `resume` as before. */
  patience: z.number().int().min(1).max(1000).optional(),
  /** What to do where a file can't be written: end there, or wait until it is asked to go on. */
  onDiskFull: z.enum(['fail', 'pause']).default('fail'),
  binarize: binarizationSchema.optional(),
  /** Steps between two looks at the held-out images (validation, checkpoint, samples). */
  checkEvery: z.number().int().positive().optional(),
  /** Shown to people; the folder's name where left out. */
  name: z.string().optional(),
  /** Computes with what other programs leave, so that a window stays smooth while it trains. */
  background: z.boolean().default(false),
  cacheFolder,
  ...compute,
})
export type TrainSpecification = z.infer<typeof trainSpecificationSchema>

/** Which pixels to fill. A bitmap has one byte a pixel of the upright image, non-zero = fill. */
export const maskSourceSchema = z.discriminatedUnion('from', [
  z.object({ from: z.literal('file'), path: z.string() }),
  z.object({ from: z.literal('rectangle'), rectangle: rectangleSchema }),
  /** What is transparent in the image itself. */
  z.object({ from: z.literal('transparency') }),
  z.object({ from: z.literal('half'), half: z.enum(['top', 'bottom', 'left', 'right']) }),
  z.object({
    from: z.literal('bitmap'),
    width: z.number().int().positive(),
    height: z.number().int().positive(),
    data: bytesSchema,
  }),
])
export type MaskSource = z.infer<typeof maskSourceSchema>

const drawing = {
  seed: seed.default(0),
  /** Logits are divided by it; 0 takes the likeliest value. */
  temperature: z.number().min(0).default(1),
  /** Only the likeliest values that together reach this probability are drawn. */
  topP: z.number().gt(0).max(1).default(1),
}

export const completeSpecificationSchema = z.object({
  kind: z.literal('complete'),
  model: z.string(),
  image: z.string(),
  mask: maskSourceSchema,
  count: z.number().int().positive().default(4),
  /** Folder that receives the PNG files. */
  out: z.string(),
  ...completionChoices,
  /** Scales a mask of another size to the image's, instead of refusing it. */
  scaleMask: z.boolean().default(false),
  /** What a person chose that these choices came from, to be noted beside them. */
  quality: qualitySchema.optional(),
  /** Also writes what was drawn as the model saw it, so that its likelihood can be looked at. */
  keepPictures: z.boolean().default(false),
  ...drawing,
  ...compute,
})
export type CompleteSpecification = z.infer<typeof completeSpecificationSchema>

/** Which pixels to fill in each image of a folder: the same ones in all, or those of a mask of its own. */
export const folderMasksSchema = z.discriminatedUnion('from', [
  ...maskSourceSchema.options,
  /** Masks by the relative paths of the images, up to the ending: `name`, `name-mask` or `name_mask`. */
  z.object({ from: z.literal('folder'), path: z.string() }),
])
export type FolderMasks = z.infer<typeof folderMasksSchema>

/** Every image in a folder, at any depth, as single ones are completed. */
export const completeFolderSpecificationSchema = completeSpecificationSchema
  .omit({ image: true, mask: true, like: true })
  .extend({
    kind: z.literal('complete-folder'),
    folder: z.string(),
    masks: folderMasksSchema,
    /** Draws anew what is there already. */
    again: z.boolean().default(false),
  })
export type CompleteFolderSpecification = z.infer<typeof completeFolderSpecificationSchema>

export const sampleSpecificationSchema = z.object({
  kind: z.literal('sample'),
  model: z.string(),
  count: z.number().int().positive(),
  width: z.number().int().positive().optional(),
  height: z.number().int().positive().optional(),
  grid: z.boolean().default(false),
  /** Also all of them as one array of levels, uint8 [N, H, W, C]. */
  npy: z.boolean().default(false),
  format: z.enum(['png', 'webp']).default('png'),
  out: z.string(),
  /** Template of the files' names, as jobs/sample/fileNames.ts has them. */
  name: z.string().optional(),
  ...drawing,
  ...compute,
})
export type SampleSpecification = z.infer<typeof sampleSpecificationSchema>

export const evaluateSpecificationSchema = z.object({
  kind: z.literal('evaluate'),
  model: z.string(),
  data: z.string(),
  limit: z.number().int().positive().optional(),
  binarize: binarizationSchema.optional(),
  batch: z.number().int().positive().default(16),
  cacheFolder,
  ...compute,
})
export type EvaluateSpecification = z.infer<typeof evaluateSpecificationSchema>

export const checkDataSpecificationSchema = z.object({
  kind: z.literal('check-data'),
  data: z.string(),
  validation: z.number().min(0).lt(1).default(0.1),
})
export type CheckDataSpecification = z.infer<typeof checkDataSpecificationSchema>

/** A few images as a model of such a size, with such channels and levels, would be given them. */
export const previewDataSpecificationSchema = z.object({
  kind: z.literal('preview-data'),
  data: z.string(),
  size: z.number().int().positive().optional(),
  channels: z.union([z.literal(1), z.literal(3)]).optional(),
  levels: z.number().int().min(2).max(256).optional(),
  binarize: binarizationSchema.optional(),
  crop: trainingChoices.crop,
  count: z.number().int().positive().default(12),
  /** Folder that receives the PNG files. */
  out: z.string(),
})
export type PreviewDataSpecification = z.infer<typeof previewDataSpecificationSchema>

export const benchSpecificationSchema = z.object({
  kind: z.literal('bench'),
  configuration: modelConfigurationSchema,
  what: z.enum(timedTasks).default('train'),
  /** Of `sample`, how many pixels are to be drawn, in the middle of the image; all of them where left out. */
  pixels: z.number().int().positive().optional(),
  batch: z.number().int().positive().default(16),
  runs: z.number().int().positive().default(5),
  /** No run begins after so many seconds; where not even the first is done by then, that one counts. */
  seconds: z.number().positive().optional(),
  /** Also on what imitates a card on the processor; `runtime-unavailable` otherwise. */
  software: z.boolean().default(true),
  ...compute,
})
export type BenchSpecification = z.infer<typeof benchSpecificationSchema>

/** Computes on a path of its own, the same on every machine: no runtime to choose. */
export const compressSpecificationSchema = z.object({
  kind: z.literal('compress'),
  model: z.string(),
  image: z.string(),
  /** The compressed image to write. */
  out: z.string(),
})
export type CompressSpecification = z.infer<typeof compressSpecificationSchema>

export const decompressSpecificationSchema = z.object({
  kind: z.literal('decompress'),
  model: z.string(),
  /** What `compress` wrote. */
  file: z.string(),
  /** The PNG to write. */
  out: z.string(),
})
export type DecompressSpecification = z.infer<typeof decompressSpecificationSchema>

/** How unlikely a model finds each pixel of a picture: of a part of a photo, or of a whole picture at its own scale. */
export const surpriseSpecificationSchema = z.object({
  kind: z.literal('surprise'),
  model: z.string(),
  image: z.string(),
  /** The part of the upright image that is looked at, scaled to the model's size; left out: all, as it is. */
  frame: rectangleSchema.optional(),
  /** Folder that receives what was found. */
  out: z.string(),
  ...compute,
})
export type SurpriseSpecification = z.infer<typeof surpriseSpecificationSchema>

/** Reads models and computes nothing. */
export const identifySpecificationSchema = z.object({
  kind: z.literal('identify'),
  models: z.array(z.string()),
})
export type IdentifySpecification = z.infer<typeof identifySpecificationSchema>

export const verifySpecificationSchema = z.object({
  kind: z.literal('verify'),
  model: z.string(),
  ...compute,
})
export type VerifySpecification = z.infer<typeof verifySpecificationSchema>

export const jobSpecificationSchema = z.discriminatedUnion('kind', [
  trainSpecificationSchema,
  completeSpecificationSchema,
  completeFolderSpecificationSchema,
  sampleSpecificationSchema,
  evaluateSpecificationSchema,
  checkDataSpecificationSchema,
  previewDataSpecificationSchema,
  benchSpecificationSchema,
  compressSpecificationSchema,
  decompressSpecificationSchema,
  verifySpecificationSchema,
  surpriseSpecificationSchema,
  identifySpecificationSchema,
])
export type JobSpecification = z.infer<typeof jobSpecificationSchema>
/** The same before defaults are filled in: what callers write. */
export type JobSpecificationInput = z.input<typeof jobSpecificationSchema>
