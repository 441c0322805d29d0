import { z } from 'zod'
import { jobSnapshotSchema } from '../../jobs'
import { jobPictureSchema } from '../entities'
import {
  completeFolderRequestSchema,
  completeRequestSchema,
  measureCompletionRequestSchema,
} from '../requests/complete'
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
  'jobs.resume': { input: z.object({ jobId: z.string() }), output: jobSnapshotSchema },
  'jobs.cancel': { input: z.object({ jobId: z.string() }), output: jobSnapshotSchema },
  /** Drops a finished job from the list; what it made stays. */
  'jobs.dismiss': { input: z.object({ jobId: z.string() }), output: nothing },
} as const satisfies Methods
