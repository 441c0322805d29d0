import { z } from 'zod'
import { waySchema } from './completion'
import { errorValueSchema, becauseSchema } from './errors'
import { rectangleSchema } from './geometry'
import { stageSchema } from './stages'
import { timedTasks } from './timedTasks'

/** What runs as a job: anything that takes longer than a person notices. */
export const jobKinds = [
  'train',
  'complete',
  'complete-folder',
  'sample',
  'evaluate',
  'check-data',
  'bench',
  'compress',
  'decompress',
  'verify',
  'surprise',
  'identify',
] as const
export const jobKindSchema = z.enum(jobKinds)
export type JobKind = z.infer<typeof jobKindSchema>

export const jobStates = ['queued', 'running', 'paused', 'done', 'failed', 'cancelled'] as const
export const jobStateSchema = z.enum(jobStates)
export type JobState = z.infer<typeof jobStateSchema>

/** The states that a job leaves, and for which; a state that is not here is final. */
const transitions: Partial<Record<JobState, readonly JobState[]>> = {
  queued: ['running', 'cancelled', 'failed'],
  running: ['paused', 'done', 'failed', 'cancelled'],
  paused: ['running', 'cancelled', 'failed', 'done'],
}

export function canMove(from: JobState, to: JobState): boolean {
  return transitions[from]?.includes(to) ?? false
}

export function isFinal(state: JobState): boolean {
  return !(state in transitions)
}

/** How far a job is. Units depend on the kind: steps, rows of pixels, images, files. */
export const progressSchema = z.object({
  stage: stageSchema,
  done: z.number().nonnegative(),
  /** Absent while the end is unknown, as in training until validation no longer falls. */
  total: z.number().positive().optional(),
  unit: z.enum(['steps', 'rows', 'images', 'files', 'checks']),
  /** Units a second, smoothed; images a second for training. */
  rate: z.number().nonnegative().optional(),
  secondsLeft: z.number().nonnegative().optional(),
})
export type Progress = z.infer<typeof progressSchema>

/** One point of a training curve. Loss and validation are nats an image. */
export const metricsPointSchema = z.object({
  step: z.number().int().nonnegative(),
  /** Seconds of training so far, over all runs. */
  seconds: z.number().nonnegative(),
  loss: z.number(),
  validation: z.number().optional(),
  imagesPerSecond: z.number().nonnegative().optional(),
})
export type MetricsPoint = z.infer<typeof metricsPointSchema>

/** A file that was left out, and why, in words a person can act on. */
export const skippedFileSchema = z.object({
  path: z.string(),
  /** In English, to be read after the path, as most go on from it. */
  reason: z.string(),
  /** The whole sentence, but for its place `path`. */
  because: becauseSchema,
})
export type SkippedFile = z.infer<typeof skippedFileSchema>

export const completionSchema = z.object({
  variant: z.number().int().nonnegative(),
  /** Absolute path of a PNG at the image's own upright size. */
  file: z.string(),
  /** Exact -log p of the whole image as the model saw it. */
  nats: z.number(),
  /** 1 is the likeliest. */
  rank: z.number().int().positive(),
  /** The variant, of a lower number, that is the same picture. */
  duplicateOf: z.number().int().nonnegative().optional(),
  /** Why it has its rank, in one line. */
  reason: z.string().optional(),
})
export type Completion = z.infer<typeof completionSchema>

export const dataReportSchema = z.object({
  source: z.string(),
  format: z.enum(['folder', 'idx', 'cifar', 'npy']),
  images: z.number().int().nonnegative(),
  /** How many of them are held out for validation. */
  heldOut: z.number().int().nonnegative(),
  /** Size range of the originals in pixels. */
  smallest: z.object({ width: z.number(), height: z.number() }).optional(),
  largest: z.object({ width: z.number(), height: z.number() }).optional(),
  skipped: z.array(skippedFileSchema),
  /** Grey or colour, as the images are. */
  channels: z.union([z.literal(1), z.literal(3)]).optional(),
  /** Nearly all pixels are black or white, as those of digits and drawings. */
  twoTone: z.boolean().optional(),
  /** Side that the images of a data file have; those of a folder come at any. */
  side: z.number().int().positive().optional(),
  /** Of `.npy`: the largest value there is; a model needs a level more. */
  largestLevel: z.number().int().nonnegative().optional(),
  /** How many images have a shorter side of so many pixels: pairs of side and count, the smallest first. */
  sides: z.array(z.tuple([z.number(), z.number()])).optional(),
  /** Images that are the same, pixel for pixel: the paths (or positions in a file) of each group. */
  duplicates: z.array(z.array(z.string())).optional(),
  /** Of the images that are the same as an earlier one, how many; groups may have been left out. */
  copies: z.number().int().nonnegative().optional(),
  /** Held-out images of which the model learns a copy: validation looks better than it is. */
  leaked: z.number().int().nonnegative().optional(),
})
export type DataReport = z.infer<typeof dataReportSchema>

/** One thing that is looked at when a model is verified, and what was found, in a sentence. */
export const modelCheckSchema = z.object({
  name: z.enum([
    'files',
    'parameters',
    'finite',
    'masks',
    'no-leak',
    'reach',
    'sums-to-one',
    'drawing',
    'incremental',
  ]),
  /** `skipped`: it could not be looked at, because of what failed before or what this version lacks. */
  state: z.enum(['passed', 'failed', 'skipped']),
  sentence: z.string().min(1),
  /** The parameter or position where it fails. */
  subject: z.string().optional(),
})
export type ModelCheck = z.infer<typeof modelCheckSchema>

/** How unlikely a model found each pixel of a picture. Files hold 32-bit floats, little-endian. */
export const surpriseResultSchema = z.object({
  /** The part of the image that was looked at. */
  frame: rectangleSchema,
  /** Size of the picture at the model's scale. */
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  channels: z.number().int().positive(),
  levels: z.number().int().positive(),
  /** -log p of the whole picture: the sum of the map. */
  nats: z.number(),
  /** [height, width]: -log p of each pixel given those before it. */
  map: z.string(),
  /** [height, width, channels, levels]: log p of every level, given what came before. */
  distributions: z.string(),
  /** [height, width, channels]: the levels that the picture has, bytes. */
  picture: z.string(),
  seconds: z.number(),
})

/** What a finished job leaves, by kind. */
export const jobResultSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('train'),
    model: z.string(),
    steps: z.number(),
    seconds: z.number(),
    /** Of the last step; absent where none was taken. */
    loss: z.number().optional(),
    bestValidation: z.number().optional(),
    bestStep: z.number().optional(),
    images: z.number(),
    skipped: z.array(skippedFileSchema),
    stoppedBecause: z.enum(['limit', 'validation-no-longer-falls', 'cancelled']),
  }),
  z.object({
    kind: z.literal('complete'),
    completions: z.array(completionSchema),
    seconds: z.number(),
    /** How it was completed; holes far apart may differ, and then it is the way of the first. */
    way: waySchema.optional(),
    /** How many pixels of the photo one of the model's stands for, along a side; 1: none was enlarged. */
    enlarged: z.number().positive().optional(),
    /** Size of the picture that was enlarged so: the hole with its surroundings, as the model saw it. */
    seen: z.object({ width: z.number(), height: z.number() }).optional(),
    /** Share of what was to be drawn at the photo's own size that stayed at the model's scale: the time was over. */
    coarse: z.number().gt(0).max(1).optional(),
    /** What was drawn at the model's scale as the model saw it, a file for each variant, where it was kept. */
    pictures: z.array(z.object({ frame: rectangleSchema, files: z.array(z.string()) })).optional(),
  }),
  z.object({
    kind: z.literal('complete-folder'),
    /** The folder of the images, and the one that holds their completions. */
    folder: z.string(),
    out: z.string(),
    /** Image files that were found. */
    images: z.number().int().nonnegative(),
    /** Of those, how many were completed now, and how many had their completions already. */
    completed: z.number().int().nonnegative(),
    existed: z.number().int().nonnegative(),
    skipped: z.array(skippedFileSchema),
    seconds: z.number(),
  }),
  z.object({
    kind: z.literal('sample'),
    /** Their paths; of very many only the first. */
    files: z.array(z.string()),
    /** How many there are, where not all are named. */
    images: z.number().int().nonnegative().optional(),
    grid: z.string().optional(),
    array: z.string().optional(),
    seconds: z.number(),
  }),
  z.object({
    kind: z.literal('evaluate'),
    images: z.number(),
    nats: z.number(),
    bitsPerDim: z.number(),
    seconds: z.number(),
    skipped: z.array(skippedFileSchema),
  }),
  z.object({ kind: z.literal('check-data'), report: dataReportSchema }),
  z.object({
    kind: z.literal('preview-data'),
    /** Size of each picture, as the model will see it. */
    width: z.number().int().positive(),
    height: z.number().int().positive(),
    /** Of each picture, in the order of their variants: where it comes from. */
    names: z.array(z.string()),
  }),
  z.object({
    kind: z.literal('bench'),
    what: z.enum(timedTasks),
    /** For one batch. */
    seconds: z.number(),
    imagesPerSecond: z.number(),
    /** Multiplications and additions of a batch, but for what masks close. Absent where they are not one sum. */
    operations: z.number().optional(),
    /** Number of weights. */
    parameters: z.number().optional(),
    /** Of the whole engine process, at its height. */
    memoryBytes: z.number().optional(),
    /** Of the machine, when it was measured. */
    freeMemoryBytes: z.number().optional(),
  }),
  z.object({
    kind: z.literal('compress'),
    file: z.string(),
    /** Of the whole file. */
    bytes: z.number(),
    /** How many of them are header and checksums. */
    overhead: z.number(),
    /** Of the whole file: 8 bytes / (H W C). */
    bitsPerDim: z.number(),
    /** Exact -log p of the image under the model. */
    nats: z.number(),
    seconds: z.number(),
  }),
  z.object({
    kind: z.literal('decompress'),
    file: z.string(),
    width: z.number(),
    height: z.number(),
    seconds: z.number(),
  }),
  z.object({
    kind: z.literal('verify'),
    /** No check failed. */
    passed: z.boolean(),
    checks: z.array(modelCheckSchema),
    seconds: z.number(),
  }),
  surpriseResultSchema.extend({ kind: z.literal('surprise') }),
  /** What tells models apart (engine/codec/modelHash.ts), in hexadecimal; null for one that can't be read. */
  z.object({ kind: z.literal('identify'), hashes: z.array(z.string().nullable()) }),
])
export type JobResult = z.infer<typeof jobResultSchema>

/** A job as everyone sees it. */
export const jobSnapshotSchema = z.object({
  id: z.string(),
  kind: jobKindSchema,
  state: jobStateSchema,
  /** A few words for lists: "Complete digit-3.png", "Train birds". */
  title: z.string(),
  createdAt: z.number(),
  /** What the title names: a file, a folder or a model; and how many images it speaks of. */
  subject: z.string().optional(),
  count: z.number().int().nonnegative().optional(),
  startedAt: z.number().optional(),
  endedAt: z.number().optional(),
  /** Where it stands among those that wait: smaller is sooner. */
  order: z.number().optional(),
  /** It waited, or could go on, when the app was closed, and waits until a person says so (`jobs.resume`). */
  held: z.boolean().optional(),
  /** What was asked for is kept, so that it can be asked for again (`jobs.retry`). */
  repeatable: z.boolean().optional(),
  /** It was cleared from the list of jobs; its results are kept where they belong. */
  cleared: z.boolean().optional(),
  /** The folder that receives what it makes. */
  folder: z.string().optional(),
  progress: progressSchema.optional(),
  /** Why it failed; of a job that is paused, why it waits. */
  error: errorValueSchema.optional(),
  result: jobResultSchema.optional(),
  /** What the job is about, so that a view opened later finds its job again. */
  photoId: z.string().optional(),
  modelId: z.string().optional(),
  /** The last remark on what it does: what it will take, or what had to be left out. */
  note: z.string().optional(),
  /** What it says, for other languages. */
  noteBecause: becauseSchema,
  /** The seed it draws with, chosen for the person where none was asked for. */
  seed: z.number().int().nonnegative().optional(),
})
export type JobSnapshot = z.infer<typeof jobSnapshotSchema>
