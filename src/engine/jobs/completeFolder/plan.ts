import type { SkippedFile } from '../../../shared/jobs'
import { mapConcurrently } from '../../data/concurrent'
import { leftOut } from '../../data/reasons'
import type { MaskSource } from '../../protocol/specifications'
import type { BatchImage } from './batch'
import { outputNames } from './outputNames'
import type { Outputs } from './outputs'
import type { RecordedChoices } from './record'

/** An image that is to be completed. */
export interface WaitingImage {
  readonly path: string
  readonly mask: MaskSource
  /** What its completions are called (outputNames.ts). */
  readonly name: string
  readonly choices: RecordedChoices
}

/** What is to be done with the images of a folder, known before anything is drawn. */
export interface FolderPlan {
  readonly waiting: readonly WaitingImage[]
  /** Images that have all their completions. */
  readonly existed: number
  /** How many of those were drawn by other choices. */
  readonly differing: number
  readonly skipped: readonly SkippedFile[]
}

/** Images that are looked at together. */
const together = 16

/** `again`: images that have their completions wait, too. */
export async function planFolder(
  images: readonly BatchImage[],
  outputs: Outputs,
  choicesOf: (image: { readonly key: string; readonly mask: MaskSource }) => RecordedChoices,
  { again, signal }: { readonly again: boolean; readonly signal: AbortSignal },
): Promise<FolderPlan> {
  const names = outputNames(images.map(({ key }) => key))
  const waiting: WaitingImage[] = []
  const skipped: SkippedFile[] = []
  let [existed, differing] = [0, 0]
  const states = await mapConcurrently(
    images,
    together,
    ({ key }) => outputs.look(names.get(key) ?? key),
    signal,
  )
  images.forEach(({ path, key, mask }, i) => {
    const state = states[i]
    if (mask === undefined) {
      skipped.push(leftOut(path, 'jobs.noMask', {}))
      return
    }
    const name = names.get(key) ?? key
    const choices = choicesOf({ key, mask })
    if (state?.is === 'impossible') skipped.push(state.why(path))
    else if (state?.is === 'complete' && !again) {
      existed += 1
      if (outputs.differ(name, choices)) differing += 1
    } else waiting.push({ path, mask, name, choices })
  })
  return { waiting, existed, differing, skipped }
}
