import { defineStore } from 'pinia'
import { computed, markRaw, ref, type Raw } from 'vue'
import type { JobPicture, ModelSummary, Photo } from '../../shared/contract/entities'
import { frameHole } from '../../shared/framing'
import type { RowEvent } from '../../shared/jobEvents'
import { isFinal, type Rectangle } from '../../shared/jobs'
import { call, downloadUrl, listen as on } from '../api'
import type { Bitmap } from '../canvas/bitmap'
import type { MaskDocument } from '../canvas/maskDocument'
import { Preview } from '../canvas/preview'
import { useJobs } from './jobs'
import { useLibrary } from './library'
import { useToasts } from './toasts'

export interface Variant {
  readonly index: number
  /** What was drawn so far; not reactive, watch `drawn`. */
  preview: Raw<Preview> | undefined
  /** Counts drawn rows: changes whenever `preview` does. */
  drawn: number
  /** The scan line: share of the frame's height that is done. */
  reached: number
  /** Address of the finished picture. */
  address: string | undefined
  nats: number | undefined
}

/** One press of Complete: its variants, and what the photo and the mask were then. */
export interface Run {
  readonly jobId: string
  readonly photoId: string
  readonly mask: Raw<Bitmap> | undefined
  frame: Rectangle | undefined
  variants: Variant[]
  /** The variant shown large; undefined for the original. */
  shown: number | undefined
  /** A person chose what is shown, so that nothing else changes it. */
  chosen: boolean
}

export interface Wishes {
  readonly count: number
  readonly temperature: number
  readonly seed: number | undefined
}

const blank = (index: number): Variant => ({
  index,
  preview: undefined,
  drawn: 0,
  reached: 0,
  address: undefined,
  nats: undefined,
})

export const useCompletions = defineStore('completions', () => {
  const runs = ref(new Map<string, Run>())
  /** Rows and pictures that came before the reply to the request they belong to. */
  let starting = 0
  const early: (() => void)[] = []

  const newestFirst = computed(() => {
    const jobs = useJobs()
    const time = (run: Run): number => jobs.find(run.jobId)?.createdAt ?? 0
    return [...runs.value.values()].sort((a, b) => time(b) - time(a))
  })

  function ofPhoto(photoId: string): Run[] {
    return newestFirst.value.filter((run) => run.photoId === photoId)
  }

  function variantOf(run: Run, index: number): Variant {
    for (let i = run.variants.length; i <= index; i++) run.variants.push(blank(i))
    return run.variants[index] ?? blank(index)
  }

  function open(jobId: string, photoId: string, count: number, mask?: Bitmap, frame?: Rectangle): Run {
    const known = runs.value.get(jobId)
    if (known) return known
    runs.value.set(jobId, {
      jobId,
      photoId,
      mask: mask && markRaw(mask),
      frame,
      variants: Array.from({ length: count }, (_, index) => blank(index)),
      shown: count > 0 ? 0 : undefined,
      chosen: false,
    })
    return runs.value.get(jobId) as Run
  }

  async function start(
    photo: Photo,
    model: ModelSummary,
    document: MaskDocument,
    wishes: Wishes,
  ): Promise<Run> {
    const { width, height } = document.bitmap
    const data = document.bitmap.data.slice()
    const hole = document.bounds
    const frame = hole && frameHole(photo, hole, model.configuration.size).frame
    const { count, temperature, seed } = wishes
    starting++
    try {
      const job = await call('jobs.complete', {
        photoId: photo.id,
        modelId: model.id,
        mask: { width, height, data },
        count,
        temperature,
        ...(seed !== undefined && { seed }),
      })
      useJobs().accept(job)
      return open(job.id, photo.id, count, { width, height, data }, frame)
    } finally {
      starting--
      if (starting === 0) for (const replay of early.splice(0)) replay()
    }
  }

  function drawRows(run: Run, rows: RowEvent[]): void {
    for (const row of rows) {
      const variant = variantOf(run, row.variant)
      const photo = useLibrary().photos.find(({ id }) => id === run.photoId)
      const whole = photo && { x: 0, y: 0, width: photo.width, height: photo.height }
      const frame = row.frame ?? run.frame ?? whole
      if (!frame) continue
      run.frame = frame
      variant.preview ??= markRaw(new Preview({ width: row.width, height: row.height, frame }, run.mask))
      variant.preview.drawRow(row.row, row.pixels)
      variant.drawn++
      variant.reached = Math.max(variant.reached, (row.row + 1) / row.height)
    }
  }

  function placePicture(run: Run, picture: JobPicture): void {
    if (picture.role !== 'completion') return
    const variant = variantOf(run, picture.variant)
    variant.address = picture.address
    if (picture.nats !== undefined) variant.nats = picture.nats
    variant.preview = undefined
    variant.drawn++
  }

  /** Puts what comes for a job where it belongs; for one that is being asked for, once its reply is there. */
  function route(jobId: string, act: (run: Run) => void): void {
    const run = runs.value.get(jobId)
    if (run) act(run)
    else if (starting > 0) early.push(() => route(jobId, act))
    else {
      const job = useJobs().find(jobId)
      if (job?.kind === 'complete' && job.photoId) act(open(jobId, job.photoId, 0))
    }
  }

  function finish(jobId: string): void {
    const job = useJobs().find(jobId)
    const run = runs.value.get(jobId)
    if (!run || !job || !isFinal(job.state)) return
    if (job.result?.kind === 'complete') {
      for (const completion of job.result.completions)
        variantOf(run, completion.variant).nats = completion.nats
    }
    const best = ranked(run)[0]
    if (!run.chosen && best) run.shown = best.index
    if (!best && job.state !== 'done') run.shown = undefined
  }

  function listen(): void {
    on('job.rows', ({ jobId, rows }) => {
      if (useJobs().find(jobId)?.kind !== 'train') route(jobId, (run) => drawRows(run, rows))
    })
    on('job.picture', ({ jobId, picture }) => {
      if (picture.role === 'completion') route(jobId, (run) => placePicture(run, picture))
    })
    on('job.changed', ({ job }) => {
      if (job.kind === 'complete' && isFinal(job.state)) route(job.id, () => finish(job.id))
    })
    on('job.dismissed', ({ jobId }) => runs.value.delete(jobId))
  }

  /** Finds the results of jobs that began before this page was opened, or while the line was lost. */
  async function recover(): Promise<void> {
    for (const job of useJobs().all) {
      if (job.kind !== 'complete' || !job.photoId) continue
      const { pictures } = await call('jobs.pictures', { jobId: job.id })
      if (pictures.length === 0 && isFinal(job.state)) continue
      const run = open(job.id, job.photoId, 0)
      for (const picture of pictures) placePicture(run, picture)
      finish(job.id)
    }
  }

  function show(run: Run, index: number | undefined): void {
    run.shown = index
    run.chosen = true
  }

  async function save(jobId: string, variant: number): Promise<void> {
    const saved = await call('results.save', { jobId, variant })
    const toasts = useToasts()
    if (saved.how === 'saved') toasts.show({ tone: 'good', message: 'Saved.', detail: saved.path })
    if (saved.how === 'download') {
      const link = document.createElement('a')
      link.href = downloadUrl(saved.address, saved.name)
      link.download = saved.name
      link.click()
      toasts.show({ tone: 'good', message: `${saved.name} goes to your downloads.` })
    }
  }

  return { runs, ofPhoto, start, listen, recover, show, save }
})

/** Finished variants, the likeliest first. */
export function ranked(run: Run): Variant[] {
  return run.variants
    .filter((variant) => variant.address !== undefined)
    .sort((a, b) => (a.nats ?? Infinity) - (b.nats ?? Infinity))
}
