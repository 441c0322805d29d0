import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import { z } from 'zod'
import { qualities, type Quality } from '../../shared/completion'
import type { ModelSummary } from '../../shared/contract/entities'
import { isFinal, type JobSnapshot } from '../../shared/jobs'
import { choiceOf } from '../../shared/quality'
import { call, online } from '../api'
import { useFrame } from './frame'
import { useJobs } from './jobs'
import { useModels } from './models'
import { useWorkbench } from './workbench'

const remembered = 'pixelloom.times'
/** Figures kept over a restart; the oldest go first. */
const most = 200
/** Seconds: what probably takes longer is told from what takes less, instead of being tried. */
const longestTrial = 8

const keptSchema = z.array(z.tuple([z.string(), z.number().positive()])).catch([])

/**
 * At the photo's own size each part is drawn with what lies around it, which takes its time too: about as much again
 * on every side.
 */
const lookedAt = 4

/** What a completion is made of, as far as it decides how long that takes. */
interface Wanted {
  readonly model: ModelSummary
  readonly count: number
  /** Pixels to draw, and how many of them are tried. */
  readonly pixels: number
  readonly tried: number
  /** Pixels of the coarse picture that drawing at the photo's own size begins with; 0 where there is none. */
  readonly coarse: number
}

/** A completion that was asked for, and what was known of it then. */
interface Followed {
  readonly real: string
  readonly beside: string
  readonly drawing: number | undefined
}

/** How long a completion takes in each quality: measured for this hole, with this model, on this machine. */
export const useTimes = defineStore('times', () => {
  const jobs = useJobs()
  const models = useModels()
  const frame = useFrame()
  const workbench = useWorkbench()

  const known = ref(new Map<string, number>(kept()))
  const failed = ref(new Set<string>())
  const trial = ref<{ key: string; jobId: string }>()
  /** Completions of which the real time is yet to come, by job. */
  const followed = ref(new Map<string, Followed>())

  /** Those that differ: where nothing known comes after the hole, more than one pass of a model is for nothing. */
  const different = computed(() => {
    if (!frame.hole || frame.hole.followed) return qualities
    return qualities.filter((quality) => quality === 'fast' || workbench.modelIn(quality) !== models.chosen)
  })
  const quality = computed(() => (different.value.includes(workbench.quality) ? workbench.quality : 'fast'))

  function wantedIn(quality: Quality): Wanted | undefined {
    const model = workbench.modelIn(quality)
    if (!model || !workbench.model || !frame.hole) return undefined
    // The frame is that of the model at hand; the same part of the photo has more pixels to a finer one.
    const finer = (model.configuration.size / workbench.model.configuration.size) ** 2
    const unknown = Math.round(finer * frame.hole.unknown)
    const pixels = frame.fit === 'native' ? frame.hole.pixels : unknown
    const tried = Math.min(powerOfTwo(pixels), model.configuration.size ** 2)
    const coarse = frame.fit === 'native' ? unknown : 0
    return { model, count: workbench.count, pixels, tried, coarse }
  }

  const trialKey = ({ model, count, tried }: Wanted, particles: number): string =>
    ['tried', model.id, model.updatedAt, count, tried, particles].join(' ')

  /** What comes before and after drawing: loading, decoding, encoding. */
  const besideKey = ({ model }: Wanted): string => ['beside', model.id].join(' ')

  function realKey({ model, count, pixels }: Wanted, quality: Quality): string {
    const { inference, particles } = choiceOf(quality, model)
    const size = powerOfTwo(pixels)
    return ['took', model.id, model.updatedAt, count, size, frame.fit, inference, particles].join(' ')
  }

  /** From a trial of as many particles, else from the one with the most below that. */
  function told(asked: Wanted, particles: number): number | undefined {
    const trials = qualities
      .map((quality) => choiceOf(quality, asked.model).particles)
      .filter((fewer) => fewer <= particles)
      .flatMap((fewer) => {
        const seconds = known.value.get(trialKey(asked, fewer))
        return seconds === undefined ? [] : [{ fewer, seconds: (seconds * particles) / fewer }]
      })
    return trials.sort((a, b) => b.fewer - a.fewer)[0]?.seconds
  }

  /** Seconds that drawing takes, by the trials. */
  function drawing(asked: Wanted, quality: Quality): number | undefined {
    const tried = told(asked, choiceOf(quality, asked.model).particles)
    const around = frame.fit === 'native' ? lookedAt : 1
    return tried && (tried * (around * asked.pixels + asked.coarse)) / asked.tried
  }

  /** Seconds beside drawing: as another quality took for this hole, else as the last completion took. */
  function beside(asked: Wanted): number {
    const taken = qualities.flatMap((quality) => {
      const [real, drawn] = [known.value.get(realKey(asked, quality)), drawing(asked, quality)]
      return real === undefined || drawn === undefined ? [] : [real - drawn]
    })
    return Math.max(0, taken[0] ?? known.value.get(besideKey(asked)) ?? 0)
  }

  /** Seconds, as far as is known; the time that a person allowed is never exceeded. */
  function secondsOf(quality: Quality): number | undefined {
    const asked = wantedIn(quality)
    if (!asked) return undefined
    const drawn = drawing(asked, quality)
    const seconds = known.value.get(realKey(asked, quality)) ?? (drawn && drawn + beside(asked))
    const allowed = frame.fit === 'native' && workbench.seconds > 0 ? workbench.seconds : Infinity
    return seconds && Math.min(allowed, seconds)
  }

  /** What is to be measured next: from the quickest on, and nothing that would take long. */
  const next = computed(() =>
    different.value
      .flatMap((quality) => {
        const asked = wantedIn(quality)
        if (!asked) return []
        const { particles } = choiceOf(quality, asked.model)
        return [{ quality, asked, key: trialKey(asked, particles), probable: told(asked, particles) ?? 0 }]
      })
      .find(
        ({ key, probable }) => !known.value.has(key) && !failed.value.has(key) && probable <= longestTrial,
      ),
  )
  /** Changes with what is due; undefined while something else runs, or nothing is left to measure. */
  const due = computed(() =>
    online.value && !trial.value && jobs.active.length === 0 ? next.value?.key : undefined,
  )

  async function measure(): Promise<void> {
    const one = next.value
    if (!one || due.value === undefined) return
    const { quality, asked } = one
    const request = { modelId: asked.model.id, quality, count: asked.count, pixels: asked.tried }
    try {
      const job = jobs.accept(await call('jobs.measureCompletion', request))
      trial.value = { key: one.key, jobId: job.id }
    } catch {
      // Nobody asked for it: without a figure the choice is the same.
      failed.value.add(one.key)
    }
  }

  async function end({ id, state, result }: JobSnapshot): Promise<void> {
    const key = trial.value?.key
    trial.value = undefined
    if (key !== undefined && result?.kind === 'bench') record(key, result.seconds)
    else if (key !== undefined && state === 'failed') failed.value.add(key)
    await jobs.dismiss(id)
  }
  watch(
    () => jobs.find(trial.value?.jobId),
    (job) => {
      if (job && isFinal(job.state)) void end(job)
    },
  )
  // What a person asked for is never slowed down by what only tells how long it would take.
  watch(
    () => trial.value && jobs.active.some(({ id }) => id !== trial.value?.jobId),
    (inTheWay) => {
      if (inTheWay && trial.value) void jobs.cancel(trial.value.jobId)
    },
  )

  /** The time that this completion takes is better than any estimate. */
  function follow(jobId: string): void {
    const asked = wantedIn(quality.value)
    if (!asked) return
    const [real, beside] = [realKey(asked, quality.value), besideKey(asked)]
    followed.value.set(jobId, { real, beside, drawing: drawing(asked, quality.value) })
  }
  watch(
    () => [...followed.value.keys()].map((jobId) => jobs.find(jobId)).filter((job) => job !== undefined),
    (all) => {
      for (const { id, state, result } of all) {
        const one = followed.value.get(id)
        if (!one || !isFinal(state)) continue
        followed.value.delete(id)
        if (result?.kind !== 'complete') continue
        record(one.real, result.seconds)
        if (one.drawing !== undefined) record(one.beside, result.seconds - one.drawing)
      }
    },
  )

  function record(key: string, seconds: number): void {
    if (seconds <= 0) return
    known.value.delete(key)
    known.value.set(key, seconds)
    localStorage.setItem(remembered, JSON.stringify([...known.value].slice(-most)))
  }

  return {
    different,
    quality,
    secondsOf,
    due,
    measure,
    follow,
    measuring: computed(() => trial.value !== undefined),
  }
})

function kept(): [string, number][] {
  try {
    return keptSchema.parse(JSON.parse(localStorage.getItem(remembered) ?? '[]'))
  } catch (error) {
    if (error instanceof SyntaxError) return []
    throw error
  }
}

function powerOfTwo(value: number): number {
  return 2 ** Math.round(Math.log2(Math.max(1, value)))
}
