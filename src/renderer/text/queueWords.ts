import { isFinal, type JobKind, type JobResult, type JobSnapshot, type Progress } from '../../shared/jobs'
import type { ErrorValue } from '../../shared/errors'
import type { IconName } from '../design'
import { number, t } from '../i18n'
import { remaining, share, stageInWords } from './jobWords'
import { ago, duration } from './words'

/** What a job is about, in the person's language. */
export function titleOf({ kind, subject: name, count: n, title }: JobSnapshot): string {
  if (kind === 'bench') return t('queue.title.measure')
  if (name === undefined) return title
  if (kind === 'sample' && n !== undefined) return t('queue.title.sample', { n, name })
  if (kind === 'complete-folder' && n !== undefined) return t('queue.title.folder', { n, name })
  if (kind === 'complete') return t('queue.title.complete', { name })
  if (kind === 'train') return t('queue.title.train', { name })
  return kind === 'verify' || kind === 'check-data' ? t('queue.title.verify', { name }) : title
}

const icons: Partial<Record<JobKind, IconName>> = {
  train: 'curve',
  complete: 'photo',
  'complete-folder': 'folder',
  sample: 'grid',
}

export function iconOf({ kind }: JobSnapshot): IconName {
  return icons[kind] ?? 'cube'
}

/** Samples are drawn row by row and thought of as images. */
function inImages(job: JobSnapshot, progress: Progress): Progress {
  const { done, total, rate } = progress
  const { kind, count } = job
  if (kind !== 'sample' || progress.unit !== 'rows' || count === undefined || total === undefined)
    return progress
  const scaled = {
    ...progress,
    unit: 'images' as const,
    done: Math.floor((done / total) * count),
    total: count,
  }
  return rate === undefined ? scaled : { ...scaled, rate: (rate / total) * count }
}

/** "19 of 50": how much is done; nothing where that isn't counted. */
export function doneInWords(job: JobSnapshot): string | undefined {
  if (!job.progress) return undefined
  const { done, total, unit } = inImages(job, job.progress)
  // Rows of pixels and single checks are too many and too small to be counted by anybody.
  if (unit === 'rows' || unit === 'checks') {
    const part = share(job)
    return part === undefined ? undefined : t('queue.progress.part', { part: number(Math.round(part * 100)) })
  }
  return total === undefined
    ? t(`queue.progress.${unit}`, { n: done })
    : t('queue.progress.of', { done: number(done), total: number(total) })
}

function rateInWords(job: JobSnapshot): string | undefined {
  if (!job.progress) return undefined
  const { rate, unit } = inImages(job, job.progress)
  if (!rate || unit === 'rows' || unit === 'checks') return undefined
  return rate >= 1
    ? t('queue.progress.aSecond', { rate: number(rate) })
    : t('queue.progress.aMinute', { rate: number(rate * 60) })
}

function joined(...parts: (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' · ')
}

/** Where a job stands, in one line. */
export function lineOf(job: JobSnapshot): string {
  switch (job.state) {
    case 'queued':
      return joined(t(job.held ? 'queue.state.held' : 'queue.state.waiting'), doneInWords(job))
    case 'paused':
      return joined(t('queue.state.paused'), doneInWords(job))
    case 'running': {
      const begun = doneInWords(job)
      if (begun === undefined) return stageInWords(job) ?? t('queue.state.starting')
      return joined(begun, rateInWords(job), remaining(job))
    }
    case 'done':
    case 'failed':
    case 'cancelled':
      return joined(endOf(job), tookInWords(job), job.endedAt === undefined ? undefined : ago(job.endedAt))
  }
}

/** How long it took, where that was long enough to be noticed. */
function tookInWords({ result }: JobSnapshot): string | undefined {
  return result && 'seconds' in result && result.seconds >= 1 ? duration(result.seconds) : undefined
}

function endOf(job: JobSnapshot): string {
  if (job.state === 'failed') {
    return t(job.error?.code === 'interrupted' ? 'queue.state.interrupted' : 'queue.state.failed')
  }
  const made = job.result && madeInWords(job.result)
  if (job.state === 'cancelled') return joined(t('queue.state.cancelled'), made)
  return made ?? t('queue.state.done')
}

/** What a job made, counted. */
function madeInWords(result: JobResult): string | undefined {
  if (result.kind === 'sample') return t('queue.made.images', { n: result.images ?? result.files.length })
  if (result.kind === 'complete') return t('queue.made.variants', { n: result.completions.length })
  if (result.kind === 'train') return t('queue.made.steps', { n: result.steps })
  if (result.kind === 'verify') return t(result.passed ? 'queue.made.passed' : 'queue.made.notPassed')
  if (result.kind !== 'complete-folder') return undefined
  const { completed, existed, images } = result
  const all = t('queue.made.folder', { done: number(completed + existed), total: number(images) })
  return existed === 0 ? all : joined(all, t('queue.made.existed', { n: existed }))
}

/** How many files a job left out. */
export function leftOut({ result }: JobSnapshot): number {
  return result && 'skipped' in result ? result.skipped.length : 0
}

/** Whether trying again may come to more than there is. */
export function worthRetrying(job: JobSnapshot): boolean {
  if (!job.repeatable || !isFinal(job.state)) return false
  return job.state !== 'done' || (job.kind === 'complete-folder' && leftOut(job) > 0)
}

/** What is called trying again: where what is there is kept, it is only going on. */
export function retryInWords({ state, kind }: JobSnapshot): string {
  const goesOn = state === 'cancelled' && (kind === 'sample' || kind === 'complete-folder')
  return t(goesOn ? 'queue.held.goOn' : 'common.tryAgain')
}

/** Sentences in which it is not the free memory that is too little. */
const notOfFree = [
  ...['training.memoryReach', 'training.memoryReachOfOne'],
  ...['training.stepRefused', 'training.stepRefusedOfOne'],
]

/** "32 GB are needed, 9 GB are free." */
export function memoryInWords({ memory, because }: ErrorValue): string | undefined {
  if (!memory || notOfFree.includes(because?.id ?? '')) return undefined
  return t('queue.memory.need', { needed: number(memory.needed / 1e9), free: number(memory.free / 1e9) })
}

/** Of a job that waits for memory: what it is to go on with. */
export function goOnInWords({ state, error }: JobSnapshot): string | undefined {
  const n = state === 'paused' ? error?.memory?.fittingBatch : undefined
  return n === undefined ? undefined : t('queue.memory.goOn', { n })
}
