import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { isFinal, type JobSnapshot } from '../../shared/jobs'
import { call, listen as on } from '../api'

/** A job that nobody asked for: it only tells how long something would take. */
export function inBackground(job: JobSnapshot): boolean {
  return job.kind === 'bench' && job.modelId !== undefined
}

export const useJobs = defineStore('jobs', () => {
  const jobs = ref(new Map<string, JobSnapshot>())

  const all = computed(() => [...jobs.value.values()].sort((a, b) => b.createdAt - a.createdAt))
  const active = computed(() => all.value.filter((job) => !isFinal(job.state)))

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

  return { jobs, all, active, find, accept, refresh, listen, cancel, pause, resume, dismiss }
})
