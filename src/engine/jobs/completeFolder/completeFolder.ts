import { note } from '../../../shared/jobEvents'
import type { JobResult, SkippedFile } from '../../../shared/jobs'
import type { CompleteFolderSpecification } from '../../protocol/specifications'
import { completePhoto } from '../complete'
import type { JobContext, JobEnd } from '../context'
import { type LoadedModel, withModel } from '../loadModel'
import { startRuntime } from '../startRuntime'
import { unlessCancelled } from '../unlessCancelled'
import { type Batch, findBatch } from './batch'
import { recordedChoices } from './choices'
import { Faults } from './faults'
import { FileProgress } from './fileProgress'
import { Outputs } from './outputs'
import { type FolderPlan, planFolder, type WaitingImage } from './plan'
import { CompletionRecord } from './record'

/**
 * Completes every image in a folder by one model, into a folder of the same shape, and records each completion in
 * `completions.jsonl` there. A file that can't be completed is named and left out. Images that have all their
 * completions are passed over, so that a run that was broken off goes on; and since each image has a seed of its
 * own, it ends as if it never had been.
 *
 * Errors: as `findBatch` has them, those of the model and the runtime, `disk`, and what hits file after file.
 */
export async function runFolderCompletion(
  context: JobContext,
  spec: CompleteFolderSpecification,
): Promise<JobEnd> {
  const batch = await findBatch(context.host.storage, spec, context.gate.signal)
  const { name: runtime } = await startRuntime(context, spec)
  return withModel(context.host, spec.model, (model) =>
    completeBatch(context, model, { ...spec, runtime }, batch),
  )
}

async function completeBatch(
  context: JobContext,
  model: LoadedModel,
  spec: CompleteFolderSpecification,
  { images, skipped: unusable }: Batch,
): Promise<JobEnd> {
  const { host, gate } = context
  const { storage, clock } = host
  const began = clock.milliseconds()
  const { signal } = gate
  await storage.makeFolder(spec.out)
  await storage.removeUnfinished(spec.out)
  const record = await CompletionRecord.open(storage, spec.out)
  const outputs = await Outputs.open(storage, spec.out, record, spec.count)
  const choicesOf = await recordedChoices(model, spec)
  const plan = await planFolder(images, outputs, choicesOf, { again: spec.again, signal })

  const skipped: SkippedFile[] = []
  const skip = (...files: SkippedFile[]): void => {
    skipped.push(...files)
    if (files.length > 0) context.emit({ type: 'skipped', files })
  }
  skip(...unusable, ...plan.skipped)
  tellExisting(context, plan, images.length)

  const { waiting, existed } = plan
  const progress = new FileProgress(context, images.length, images.length - waiting.length)
  const faults = new Faults()
  let completed = 0

  /** Whether the image is done with; not where it was cancelled. */
  const complete = async ({ path, mask, name, choices }: WaitingImage): Promise<boolean> => {
    const { seed } = choices
    const single = {
      ...spec,
      kind: 'complete',
      image: path,
      mask,
      seed,
      out: outputs.unfinished,
    } as const
    try {
      const drawn = await unlessCancelled(completePhoto(inBatch(context, path), model, single))
      if (!drawn) return false
      for (const { variant, file, nats } of await outputs.put(name, choices, drawn)) {
        context.emit({ type: 'picture', role: 'completion', variant, file, nats })
      }
      completed += 1
      faults.passed()
    } catch (thrown) {
      skip({ path, ...faults.reasonOf(thrown, path) })
    }
    return true
  }

  try {
    for (const image of waiting) {
      await gate.pass()
      if (signal.aborted || !(await complete(image))) break
      progress.finish()
    }
  } catch (thrown) {
    context.emit(note('notes.completed', { done: existed + completed, count: images.length }))
    throw thrown
  } finally {
    await outputs.tidy()
  }
  progress.end()
  await record.rewrite()
  const result: JobResult = {
    ...{ kind: 'complete-folder', folder: spec.folder, out: spec.out },
    ...{ images: images.length, completed, existed, skipped },
    seconds: (clock.milliseconds() - began) / 1000,
  }
  return { cancelled: signal.aborted, result }
}

/** One image as part of many: its rows and their progress are no one's to watch, and what is said names it. */
function inBatch(context: JobContext, path: string): JobContext {
  return {
    ...context,
    emit(event) {
      if (event.type !== 'note') return
      const { message: text, because } = event
      context.emit(note('notes.about', { path, what: { text, ...(because && { because }) } }))
    },
  }
}

function tellExisting(context: JobContext, { existed, differing }: FolderPlan, images: number): void {
  if (existed === 0) return
  const kept = { existed, count: images }
  context.emit(
    differing === 0
      ? note('notes.existed', kept)
      : note('notes.existedOtherwise', { ...kept, others: differing }),
  )
}
