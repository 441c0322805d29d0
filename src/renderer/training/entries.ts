import type { TrainingRun } from '../../shared/contract/trainingRun'
import { isFinal, type JobSnapshot } from '../../shared/jobs'

/**
 * Where a training stands, as people see it: `paused` also where the app was closed meanwhile and a checkpoint knows
 * the way; `blocked` where it waits for something that a person has to clear.
 */
export type TrainingState =
  'queued' | 'running' | 'paused' | 'blocked' | 'failed' | 'finished' | 'settled' | 'ended'

/** A training of now or of before: its newest job, what its folder tells, or both. */
export interface TrainingEntry {
  readonly modelId: string
  readonly name: string
  readonly job?: JobSnapshot
  readonly run?: TrainingRun
  readonly state: TrainingState
  /** Steps done, as far as is known. */
  readonly step?: number
  /** When it was last heard of, ms since 1970. */
  readonly at: number
}

/** One of each model: those under way or waiting first, then the newest. */
export function entriesOf(jobs: readonly JobSnapshot[], runs: readonly TrainingRun[]): TrainingEntry[] {
  const byModel = new Map<string, { job?: JobSnapshot; run?: TrainingRun }>()
  for (const run of runs) byModel.set(run.modelId, { run })
  // The newest job of a model is what there is to say of it; jobs come newest first.
  for (const job of jobs) {
    const modelId = job.modelId ?? job.id
    const known = byModel.get(modelId)
    if (!known?.job) byModel.set(modelId, { ...known, job })
  }
  return [...byModel]
    .map(([modelId, { job, run }]): TrainingEntry => {
      const state = job ? stateOfJob(job, run) : stateOfRun(run)
      const step = stepOf(job, run)
      return {
        modelId,
        name: run?.name ?? nameOf(job) ?? modelId,
        ...(job && { job }),
        ...(run && { run }),
        ...(step !== undefined && { step }),
        state,
        at: Math.max(job?.createdAt ?? 0, run?.updatedAt ?? 0),
      }
    })
    .sort((a, b) => Number(isLive(b)) - Number(isLive(a)) || b.at - a.at)
}

/** Under way, or waiting for its turn. */
export function isLive({ job }: TrainingEntry): boolean {
  return job !== undefined && !isFinal(job.state)
}

function stateOfJob(job: JobSnapshot, run: TrainingRun | undefined): TrainingState {
  switch (job.state) {
    case 'queued':
      // Waiting since the app was closed: a person lets it go on.
      return job.held ? 'paused' : job.state
    case 'running':
    case 'failed':
      return job.state
    case 'paused':
      return job.error ? 'blocked' : 'paused'
    case 'cancelled':
      return run ? stateOfRun({ ...run, ended: 'cancelled' }) : 'ended'
    case 'done':
      return job.result?.kind === 'train' && job.result.stoppedBecause === 'validation-no-longer-falls'
        ? 'settled'
        : 'finished'
  }
}

function stateOfRun(run: TrainingRun | undefined): TrainingState {
  if (run?.ended === 'limit') return 'finished'
  if (run?.ended === 'validation-no-longer-falls') return 'settled'
  return run && run.checkpoints.length > 0 ? 'paused' : 'ended'
}

function stepOf(job: JobSnapshot | undefined, run: TrainingRun | undefined): number | undefined {
  if (job?.result?.kind === 'train') return job.result.steps
  if (job?.progress?.unit === 'steps') return job.progress.done
  return run?.step
}

/** "Train clouds" says the name of a model that isn't there yet. */
function nameOf(job: JobSnapshot | undefined): string | undefined {
  return job?.title.replace(/^Train /, '')
}
