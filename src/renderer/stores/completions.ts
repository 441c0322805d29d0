import { defineStore } from 'pinia'
import { computed, markRaw, ref } from 'vue'
import type { JobPicture, ModelSummary, Photo } from '../../shared/contract/entities'
import { frameHole, framingOf, type Framing } from '../../shared/framing'
import type { RowEvent } from '../../shared/jobEvents'
import { type Rectangle } from '../../shared/geometry'
import { isFinal, type JobSnapshot } from '../../shared/jobs'
import { call, imageUrl, listen as on } from '../api'
import type { MethodInput } from '../../shared/contract/methods'
import { union, type Bitmap } from '../canvas/bitmap'
import { decodeImage } from '../composables/decodeImage'
import type { MaskDocument } from '../canvas/maskDocument'
import { useJobs } from './jobs'
import { useLibrary } from './library'
import { useMasks } from './masks'
import { useModels } from './models'
import { blankVariant, previewOf, ranked, rate, variantOf, type Run } from './runs'

/** How a photo is to be completed, beside what is to be filled and by which model. */
export type Wishes = Omit<MethodInput<'jobs.complete'>, 'photoId' | 'modelId' | 'mask'>

/** What a run begins with; nothing of it is known of one that began before the page was opened. */
interface Beginning {
  readonly count: number
  readonly mask: Bitmap
  readonly chosenFrame: Rectangle | undefined
  readonly framing: Framing | undefined
}

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

  function open(jobId: string, photoId: string, beginning?: Beginning): Run {
    const known = runs.value.get(jobId)
    if (known) return known
    const { count = 0, mask, chosenFrame, framing } = beginning ?? {}
    runs.value.set(jobId, {
      ...{ jobId, photoId, chosenFrame },
      mask: mask && markRaw(mask),
      frame: framing?.frame,
      variants: Array.from({ length: count }, (_, index) => blankVariant(index)),
      shown: count > 0 ? 0 : undefined,
      chosen: false,
    })
    const run = runs.value.get(jobId) as Run
    // From the start each tile shows the hole that is to be filled.
    if (framing) for (const variant of run.variants) previewOf(run, variant, framing.frame, framing)
    return run
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
    const { size } = model.configuration
    const { frame: chosenFrame, count = 1 } = wishes
    const framing = chosenFrame ? framingOf(chosenFrame, size) : hole && frameHole(photo, hole, size)
    starting++
    try {
      const job = await call('jobs.complete', {
        photoId: photo.id,
        modelId: model.id,
        mask: { width, height, data },
        ...wishes,
      })
      useJobs().accept(job)
      return open(job.id, photo.id, { count, mask: { width, height, data }, chosenFrame, framing })
    } finally {
      starting--
      if (starting === 0) for (const replay of early.splice(0)) replay()
    }
  }

  function drawRows(run: Run, rows: RowEvent[]): void {
    const photo = useLibrary().find(run.photoId)
    const whole = photo && { x: 0, y: 0, width: photo.width, height: photo.height }
    for (const { variant: index, row, width, height, pixels, frame = run.frame ?? whole } of rows) {
      if (!frame) continue
      // Without its mask nobody knows where the holes of a run are: what it drew so far shows.
      if (!run.mask || !run.frame) run.frame = union(run.frame, frame) ?? frame
      const variant = variantOf(run, index)
      const area = run.mask ? run.frame : (whole ?? frame)
      previewOf(run, variant, area, { frame, width, height }).drawRow({ frame, width, height }, row, pixels)
      variant.drawn++
      variant.reached = frame.y + ((row + 1) * frame.height) / height
    }
  }

  function placePicture(run: Run, picture: JobPicture): void {
    if (picture.role !== 'completion') return
    const variant = variantOf(run, picture.variant)
    variant.address = picture.address
    if (picture.nats !== undefined) variant.nats = picture.nats
    variant.drawn++
    // Until it can be drawn its rows stay: nothing else may show between the two.
    void decodeImage(imageUrl(picture.address)).then(() => {
      variant.preview = undefined
      variant.ready = true
    })
  }

  /** Puts what comes for a job where it belongs; for one that is being asked for, once its reply is there. */
  function route(jobId: string, act: (run: Run) => void): void {
    const run = runs.value.get(jobId)
    if (run) act(run)
    else if (starting > 0) early.push(() => route(jobId, act))
    else {
      const job = useJobs().find(jobId)
      if (job?.kind === 'complete' && job.photoId) act(open(jobId, job.photoId))
    }
  }

  function finish(jobId: string): void {
    const job = useJobs().find(jobId)
    const run = runs.value.get(jobId)
    if (!run || !job || !isFinal(job.state)) return
    if (job.result?.kind === 'complete') {
      for (const completion of job.result.completions) rate(variantOf(run, completion.variant), completion)
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
      const run = open(job.id, job.photoId)
      run.frame ??= probableFrame(job)
      for (const picture of pictures) placePicture(run, picture)
      finish(job.id)
    }
  }

  /** What an earlier run saw isn't kept; the photo's mask is, and seldom changes after it was used. */
  function probableFrame(job: JobSnapshot): Rectangle | undefined {
    const photo = job.photoId === undefined ? undefined : useLibrary().find(job.photoId)
    const model = useModels().models.find(({ id }) => id === job.modelId)
    const hole = photo && useMasks().of(photo).bounds
    return hole && model && frameHole(photo, hole, model.configuration.size).frame
  }

  function show(run: Run, index: number | undefined): void {
    run.shown = index
    run.chosen = true
  }

  return { runs, ofPhoto, start, listen, recover, show }
})
