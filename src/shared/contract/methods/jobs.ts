import { z } from 'zod'
import { jobSnapshotSchema } from '../../jobs'
import { jobPictureSchema } from '../entities'
import {
  completeFolderRequestSchema,
  completeRequestSchema,
  measureCompletionRequestSchema,
} from '../requests/complete'
import { inspectFolderRequestSchema, folderInspectionSchema } from '../requests/folder'
import { sampleRequestSchema } from '../requests/sample'
import {
  continueTrainingRequestSchema,
  measureRequestSchema,
  previewDataRequestSchema,
  trainRequestSchema,
} from '../requests/train'
import { nothing, type Methods } from './method'

export const jobsMethods = {
  'jobs.list': { input: nothing, output: z.object({ jobs: z.array(jobSnapshotSchema) }) },
  'jobs.pictures': {
    input: z.object({ jobId: z.string() }),
    output: z.object({ pictures: z.array(jobPictureSchema) }),
  },
  'jobs.complete': { input: completeRequestSchema, output: jobSnapshotSchema },
  /** Passes over images that have their completions in `out` already: asked for again it goes on. */
  'jobs.completeFolder': { input: completeFolderRequestSchema, output: jobSnapshotSchema },
  /** What `jobs.completeFolder` would find, without opening a file. Same errors. */
  'jobs.inspectFolder': { input: inspectFolderRequestSchema, output: folderInspectionSchema },
  /** Draws new images; those that are there by the same choices are kept: asked for again it goes on. */
  'jobs.sample': { input: sampleRequestSchema, output: jobSnapshotSchema },
  'jobs.train': { input: trainRequestSchema, output: jobSnapshotSchema },
  /** Goes on from the last checkpoint of a model whose training was stopped or broke off. */
  'jobs.continueTraining': {
    input: continueTrainingRequestSchema,
    output: jobSnapshotSchema,
  },
  /** Times training steps of a new model on this machine; refused while a training runs or waits. */
  'jobs.measure': { input: measureRequestSchema, output: jobSnapshotSchema },
  /** Times what a completion would draw on this machine; refused while anything runs or waits. */
  'jobs.measureCompletion': { input: measureCompletionRequestSchema, output: jobSnapshotSchema },
  'jobs.checkData': { input: z.object({ data: z.string().min(1) }), output: jobSnapshotSchema },
  /** Draws a few images as a model would be given them: pictures with the role `sample`, the job's own files. */
  'jobs.previewData': { input: previewDataRequestSchema, output: jobSnapshotSchema },
  /** Looks whether a model is what it says; the result has a sentence a check. */
  'jobs.verify': { input: z.object({ modelId: z.string() }), output: jobSnapshotSchema },
  'jobs.pause': { input: z.object({ jobId: z.string() }), output: jobSnapshotSchema },
  /** Lets a paused job go on, and one that was held since the app was closed wait its turn. */
  'jobs.resume': { input: z.object({ jobId: z.string() }), output: jobSnapshotSchema },
  'jobs.cancel': { input: z.object({ jobId: z.string() }), output: jobSnapshotSchema },
  /** Puts a job that waits at a place among those that wait, 0 first; all that wait, in the order that is now theirs. */
  'jobs.move': {
    input: z.object({ jobId: z.string(), to: z.number().int().nonnegative() }),
    output: z.object({ jobs: z.array(jobSnapshotSchema) }),
  },
  /**
   * Asks again for what a job that is over was asked for, as another job in its place: what is there is kept, what
   * failed is tried again. `count` and `batch` change what takes memory.
   */
  'jobs.retry': {
    input: z.object({
      jobId: z.string(),
      count: z.number().int().positive().optional(),
      batch: z.number().int().positive().optional(),
    }),
    output: jobSnapshotSchema,
  },
  /** What a job was asked for, where a form can be filled with it; null otherwise. */
  'jobs.request': {
    input: z.object({ jobId: z.string() }),
    output: z.object({
      request: z
        .discriminatedUnion('method', [
          z.object({ method: z.literal('jobs.sample'), input: sampleRequestSchema }),
          z.object({ method: z.literal('jobs.completeFolder'), input: completeFolderRequestSchema }),
        ])
        .nullable(),
    }),
  },
  /** Shows the folder of what a job makes. `shown` is false in a browser, which can only be told the path. */
  'jobs.showFolder': {
    input: z.object({ jobId: z.string() }),
    output: z.object({ path: z.string(), shown: z.boolean() }),
  },
  /** Drops a finished job from the list; what it made stays. */
  'jobs.dismiss': { input: z.object({ jobId: z.string() }), output: nothing },
  /**
   * Clears these jobs, or all, from the list where they are over. Completions of photos are still shown with
   * their photos.
   */
  'jobs.clear': { input: z.object({ jobIds: z.array(z.string()).optional() }), output: nothing },
} as const satisfies Methods
