import { defineStore } from 'pinia'
import { ref, watch } from 'vue'
import { z } from 'zod'
import type { ModelSummary } from '../../shared/contract/entities'
import { isFinal } from '../../shared/jobs'
import { call } from '../api'
import { useJobs } from './jobs'

const remembered = 'pixelloom.speeds'
/** Figures kept; the oldest go first. */
const most = 100
/** What is timed: so many completions at once, of a quarter of the picture. */
const count = 4

const keptSchema = z.array(z.tuple([z.string(), z.number().positive()])).catch([])

/** Completions a second that each model makes on this machine, measured when a person asks. */
export const useModelSpeeds = defineStore('modelSpeeds', () => {
  const jobs = useJobs()
  const known = ref(new Map(kept()))
  /** Measurements under way, by the version of the model. */
  const asked = ref(new Map<string, string>())

  function kept(): [string, number][] {
    try {
      return keptSchema.parse(JSON.parse(localStorage.getItem(remembered) ?? '[]'))
    } catch {
      // Whatever stood there is no figure of ours: they are measured anew.
      return []
    }
  }

  function keep(version: string, rate: number): void {
    known.value.delete(version)
    known.value.set(version, rate)
    const entries = [...known.value].slice(-most)
    known.value = new Map(entries)
    localStorage.setItem(remembered, JSON.stringify(entries))
  }

  async function measure({ id, version, configuration }: ModelSummary): Promise<void> {
    const pixels = Math.max(1, Math.round(configuration.size ** 2 / 4))
    const job = await call('jobs.measureCompletion', { modelId: id, quality: 'fast', count, pixels })
    asked.value.set(version, job.id)
    jobs.accept(job)
  }

  function measuring({ version }: ModelSummary): boolean {
    return asked.value.has(version)
  }

  watch(
    () => [...asked.value].map(([version, jobId]) => ({ version, job: jobs.find(jobId) })),
    (running) => {
      for (const { version, job } of running) {
        if (!job || !isFinal(job.state)) continue
        asked.value.delete(version)
        if (job.result?.kind === 'bench') keep(version, count / job.result.seconds)
      }
    },
  )

  return { known, measure, measuring }
})
