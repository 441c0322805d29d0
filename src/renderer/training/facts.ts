import type { MetricsPoint } from '../../shared/jobs'
import { plateauOf } from '../../shared/plateau'
import { number, t } from '../i18n'
import { duration, nats } from '../text/words'
import type { TrainingEntry } from './entries'
import { stateWords } from './entryWords'

/** What is going on with a training, or what came of it, as one quiet line. */
export function factsOf(entry: TrainingEntry, points: readonly MetricsPoint[]): string[] {
  const { job, run, state } = entry
  const live = job?.progress && (state === 'running' || job.state === 'paused')
  return (live ? factsOfProgress(entry) : factsOfEnd(entry, points)).concat(
    run?.images === undefined || live ? [] : [t('train.run.images', { n: run.images })],
    live ? [] : bestOf(entry, points),
  )
}

function factsOfProgress({ job, state }: TrainingEntry): string[] {
  const { progress } = job ?? {}
  if (!progress) return []
  const { done, total, unit, rate, secondsLeft } = progress
  const stage = unit === 'steps' ? t('train.run.training') : t('train.run.reading')
  // The step comes next.
  const first = state === 'running' ? stage : t(`train.state.${state}`)
  const of = unit === 'steps' && total !== undefined
  const facts = [first]
  if (of) facts.push(t('train.run.stepOf', { step: number(done), total: number(total) }))
  else if (unit === 'steps') facts.push(t('train.run.step', { step: number(done) }))
  else facts.push(total === undefined ? number(done) : `${number(done)} / ${number(total)}`)
  if (state !== 'running') return facts
  if (rate !== undefined) facts.push(t('train.run.rate', { rate: number(rate) }))
  if (secondsLeft !== undefined) facts.push(t('train.run.left', { time: duration(secondsLeft) }))
  return facts
}

function factsOfEnd(entry: TrainingEntry, points: readonly MetricsPoint[]): string[] {
  const { job, run, step } = entry
  const result = job?.result?.kind === 'train' ? job.result : undefined
  const seconds = result?.seconds ?? run?.seconds ?? points.at(-1)?.seconds
  const words = stateWords(entry)
  if (step === undefined || seconds === undefined) return [words]
  return [words, t('train.run.stepsIn', { n: step, time: duration(seconds) })]
}

function bestOf({ run, job }: TrainingEntry, points: readonly MetricsPoint[]): string[] {
  const result = job?.result?.kind === 'train' ? job.result : undefined
  const told =
    result?.bestValidation !== undefined && result.bestStep !== undefined
      ? { nats: result.bestValidation, step: result.bestStep }
      : undefined
  const best = told ?? plateauOf(points).best ?? run?.best
  return best ? [t('train.run.best', { nats: nats(best.nats), step: number(best.step) })] : []
}
