import type { Storage } from '../../../engine/host'
import type { JobSpecificationInput } from '../../../engine/protocol/specifications'
import { configurationOf, readModelDocument } from '../../../engine/storage/modelFolder'
import { completeConfiguration } from '../../../engine/training/settings'
import type { ModelConfiguration } from '../../../shared/model/configuration'
import type { TimedTask } from '../../../shared/timedTasks'

/** What a job will spend its time with: what runtimes are compared by. */
export interface TimedRequest {
  readonly what: TimedTask
  readonly configuration: ModelConfiguration
  readonly batch: number
  readonly threads?: number | undefined
}

type Asked<K extends JobSpecificationInput['kind']> = Extract<JobSpecificationInput, { kind: K }>

/** Images at a time where nobody says, as the engine has it. */
const usual = { training: 16, completions: 4, evaluation: 16, mostDrawn: 16 } as const

/**
 * What is to be timed for a job; undefined for one that is too short, or computes nothing on a runtime. Throws what
 * reading its model does.
 */
export async function timedRequest(
  specification: JobSpecificationInput,
  storage: Storage,
): Promise<TimedRequest | undefined> {
  const ofModel = async (path: string): Promise<ModelConfiguration> =>
    configurationOf(await readModelDocument({ storage }, path))
  const { kind } = specification
  if (kind === 'train') {
    const { batch = usual.training, microBatch = batch, threads, resume, from, out } = specification
    const path = resume ? out : from
    const configuration = path === undefined ? guessed(specification) : await ofModel(path)
    return { what: 'train', configuration, batch: Math.min(batch, microBatch), threads }
  }
  if (kind === 'complete' || kind === 'complete-folder') {
    const { model, count = usual.completions, threads } = specification
    return { what: 'sample', configuration: await ofModel(model), batch: roundedUp(count), threads }
  }
  if (kind === 'sample') {
    const { model, count, threads } = specification
    const batch = roundedUp(Math.min(count, usual.mostDrawn))
    return { what: 'sample', configuration: await ofModel(model), batch, threads }
  }
  if (kind === 'evaluate') {
    const { model, batch = usual.evaluation, threads } = specification
    return { what: 'forward', configuration: await ofModel(model), batch, threads }
  }
  return undefined
}

/** What a new model is, where its images say the rest: in grey, at a usual size, if nobody says either. */
function guessed({ configuration }: Asked<'train'>): ModelConfiguration {
  const { conditioner: _, channels = 1, size = 32, ...asked } = configuration
  const images = { format: 'folder', values: 'bytes', channels, height: size, width: size } as const
  return completeConfiguration({ ...asked, channels, size }, images)
}

/** To a power of two, so that one figure does for many counts. */
function roundedUp(count: number): number {
  return 2 ** Math.ceil(Math.log2(count))
}
