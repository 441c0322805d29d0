import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { isFinal, type JobKind, type JobSnapshot } from '../../shared/jobs'
import { call, listen as on } from '../api'

/** A job that nobody asked for: it only tells how long something would take. */
export function inBackground(job: JobSnapshot): boolean {
  return job.kind === 'bench' && job.modelId !== undefined
}

/** What a person waits for; all else only answers a question of a view, which shows the answer. */
const listedKinds: ReadonlySet<JobKind> = new Set([
  'train',
  'complete',
  'complete-folder',
  'sample',
  'verify',
])

export const useJobs = defineStore('jobs', () => {
  const jobs = ref(new Map<string, JobSnapshot>())

  const all = computed(() => [...jobs.value.values()].sort((a, b) => b.createdAt - a.createdAt))
  const active = computed(() => all.value.filter((job) => !isFinal(job.state) && !job.held))

  const listed = computed(() => all.value.filter((job) => listedKinds.has(job.kind) && !job.cleared))
  const oldestFirst = computed(() => listed.value.toReversed())
  const running = computed(() =>
    oldestFirst.value.filter(({ state }) => state === 'running' || state === 'paused'),
  )
  /** What waits its turn, the next one first. */
  const waiting = computed(() =>
    oldestFirst.value
      .filter((job) => job.state === 'queued' && !job.held)
      .sort((a, b) => (a.order ?? 0) - (b.order ?? 0)),
  )
  /** What waited, or could go on, when the app was closed. */
  const held = computed(() => oldestFirst.value.filter((job) => job.held && !isFinal(job.state)))
  /** The last one that ended first. */
  const over = computed(() =>
    listed.value
      .filter(({ state }) => isFinal(state))
      .sort((a, b) => (b.endedAt ?? b.createdAt) - (a.endedAt ?? a.createdAt)),
  )

  function find(jobId: string | undefined): JobSnapshot | undefined {
    return jobId === undefined ? undefined : jobs.value.get(jobId)
  }

  function accept(job: JobSnapshot): JobSnapshot {
    // The reply to a request may come after the events of what it began: a job never leaves its end.
    const known = jobs.value.get(job.id)
    if (known && isFinal(known.state) && !isFinal(job.state)) return known
    jobs.value.set(job.id, job)
    return job
  }

  async function refresh(): Promise<void> {
    const list = (await call('jobs.list', {})).jobs
    jobs.value = new Map(list.map((job) => [job.id, job]))
  }

  function listen(): void {
    on('job.changed', ({ job }) => accept(job))
    on('job.dismissed', ({ jobId }) => jobs.value.delete(jobId))
  }

  async function cancel(jobId: string): Promise<void> {
    accept(await call('jobs.cancel', { jobId }))
  }
  async function pause(jobId: string): Promise<void> {
    accept(await call('jobs.pause', { jobId }))
  }
  async function resume(jobId: string): Promise<void> {
    accept(await call('jobs.resume', { jobId }))
  }
  async function dismiss(jobId: string): Promise<void> {
    await call('jobs.dismiss', { jobId })
    jobs.value.delete(jobId)
  }

  /** Puts what waits at a place among what waits, 0 first. */
  async function move(jobId: string, to: number): Promise<void> {
    accept(await call('jobs.move', { jobId, to }))
  }

  /** Asks again for what a job was asked for, with less of what takes memory where that is said. */
  async function retry(
    jobId: string,
    changes: { count?: number; batch?: number } = {},
  ): Promise<JobSnapshot> {
    return accept(await call('jobs.retry', { jobId, ...changes }))
  }

  /** Takes jobs that are over off the list: these, or all. */
  async function clear(jobIds?: string[]): Promise<void> {
    await call('jobs.clear', { jobIds })
  }

  /** Lets all that was held since the app was closed wait its turn. */
  async function goOn(): Promise<void> {
    for (const { id } of held.value) await resume(id)
  }
  async function discardHeld(): Promise<void> {
    const ids = held.value.map(({ id }) => id)
    for (const id of ids) await cancel(id)
  }

  return {
    ...{ jobs, all, active, listed, running, waiting, held, over, find, accept, refresh, listen },
    ...{ cancel, pause, resume, dismiss, move, retry, clear, goOn, discardHeld },
  }
})
