import type { JobEvent } from '../../src/shared/jobEvents'
import { createNodeHost } from '../../src/engine/hosts/node/host'
import type { JobEnd } from '../../src/engine/jobs/context'
import { Gate } from '../../src/engine/jobs/gate'
import { runJob } from '../../src/engine/jobs/run'
import { jobSpecificationSchema, type JobSpecificationInput } from '../../src/engine/protocol/specifications'
import { plainImage, type TemporaryFolder } from '../data/support'

export const host = createNodeHost()

/** A job in this process, with all it tells and a way to steer it. */
export interface WatchedJob {
  readonly end: Promise<JobEnd>
  readonly gate: Gate
  readonly events: JobEvent[]
  readonly told: string[]
}

/** Runs a job; `onEvent` may steer it as it goes. */
export function watchJob(
  specification: JobSpecificationInput,
  onEvent: (event: JobEvent, gate: Gate) => void = () => undefined,
): WatchedJob {
  const events: JobEvent[] = []
  const told: string[] = []
  const gate = new Gate((what) => told.push(what))
  const emit = (event: JobEvent): void => {
    events.push(event)
    onEvent(event, gate)
  }
  const end = runJob({ host, gate, emit }, jobSpecificationSchema.parse(specification))
  return { end, gate, events, told }
}

/** The network of these tests: the smallest that has every part. */
export const tiny = { architecture: 'pixelcnn', hidden: 4, layers: 1, outputFeatures: 4, size: 6 } as const

/** `count` small images of their own colours. */
export async function putImages(folder: TemporaryFolder, count: number): Promise<string> {
  for (let i = 0; i < count; i++) {
    folder.put(`good/${i % 3}/${i}.png`, await plainImage(9, 7, [(i * 5) % 256, (i * 31) % 256, 255 - i]))
  }
  return folder.at('good')
}

/** A specification of a short training with everything fixed. */
export function training(
  folder: TemporaryFolder,
  changes: Partial<Extract<JobSpecificationInput, { kind: 'train' }>> = {},
): Extract<JobSpecificationInput, { kind: 'train' }> {
  return {
    kind: 'train',
    data: folder.at('good'),
    out: folder.at('model'),
    configuration: { ...tiny, channels: 1, levels: 4 },
    batch: 4,
    limit: { steps: 20 },
    checkEvery: 8,
    seed: 3,
    ...changes,
  }
}
