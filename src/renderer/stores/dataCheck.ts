import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import { z } from 'zod'
import type { MethodInput } from '../../shared/contract/methods'
import { isFinal, type DataReport, type JobSnapshot } from '../../shared/jobs'
import { call } from '../api'
import { keepDraft } from './draft'
import { useJobs } from './jobs'
import { useTrainForm } from './trainForm'

/** One image as the model will see it. */
export interface PreviewPicture {
  readonly name: string
  /** Relative image address. */
  readonly address: string
}

type Wanted = MethodInput<'jobs.previewData'>

/** A look at the images before anyone trains on them: what is wrong with them, and what the model will see. */
export const useDataCheck = defineStore('dataCheck', () => {
  const checkId = ref<string>()
  const checkedPath = ref('')
  const shown = ref<{ key: string; width: number; height: number; pictures: PreviewPicture[] }>()
  const previewing = ref<{ key: string; jobId: string | undefined }>()
  const previewError = ref<JobSnapshot['error']>()

  // The report itself is with its job.
  keepDraft(
    'dataCheck',
    z.object({ id: z.string().optional(), path: z.string() }),
    () => ({ id: checkId.value, path: checkedPath.value }),
    (kept) => {
      checkId.value = kept.id
      checkedPath.value = kept.path
    },
  )

  const path = computed(() => useTrainForm().data.trim())
  /** A report is about the path it was made for, not about what was typed since. */
  const job = computed(() => (checkedPath.value === path.value ? useJobs().find(checkId.value) : undefined))
  const busy = computed(() => job.value !== undefined && !isFinal(job.value.state))
  const report = computed<DataReport | undefined>(() =>
    job.value?.result?.kind === 'check-data' ? job.value.result.report : undefined,
  )

  async function check(): Promise<void> {
    const data = path.value
    // Asked for twice, by leaving the field and by the button, it is one look.
    if (data === '' || (busy.value && checkedPath.value === data)) return
    const before = useJobs().find(checkId.value)
    if (before && !isFinal(before.state)) await useJobs().cancel(before.id)
    // What was found elsewhere is not said of this.
    checkId.value = undefined
    checkedPath.value = data
    const started = useJobs().accept(await call('jobs.checkData', { data }))
    checkId.value = started.id
  }

  watch(report, (now) => {
    if (now) useTrainForm().adapt(now)
  })

  /** What to preview: of images that were found good, at what the form holds. */
  const wanted = computed<Wanted | undefined>(() => {
    const { size, channels, levels } = useTrainForm()
    return report.value ? { data: path.value, size, channels, levels } : undefined
  })

  /** Draws the preview of what the form holds now, if it is not shown already; the last one asked for counts. */
  async function preview(): Promise<void> {
    const now = wanted.value
    if (!now) return
    const key = JSON.stringify(now)
    if (shown.value?.key === key || previewing.value?.key === key) return
    previewing.value = { key, jobId: undefined }
    previewError.value = undefined
    const { id } = useJobs().accept(await call('jobs.previewData', now))
    if (previewing.value.key === key) previewing.value = { key, jobId: id }
  }

  // The pictures of a job are there when it is done; the job itself says nothing that anybody would look up later.
  watch(
    () => useJobs().find(previewing.value?.jobId),
    async (ended) => {
      if (!ended || !isFinal(ended.state)) return
      const key = previewing.value?.key ?? ''
      const { pictures } = await call('jobs.pictures', { jobId: ended.id })
      const { result } = ended
      if (previewing.value?.jobId === ended.id) {
        previewing.value = undefined
        previewError.value = ended.error
        if (result?.kind === 'preview-data') {
          const { width, height, names } = result
          const addresses = [...pictures].sort((a, b) => a.variant - b.variant)
          shown.value = {
            ...{ key, width, height },
            pictures: addresses.map(({ address, variant }) => ({ address, name: names[variant] ?? '' })),
          }
        }
      }
      await useJobs().dismiss(ended.id)
    },
  )

  const pictures = computed(() => (wanted.value ? shown.value : undefined))
  /** What is shown is not what the form holds now. */
  const outdated = computed(() => pictures.value?.key !== JSON.stringify(wanted.value))

  return {
    ...{ job, busy, report, check, checkId, checkedPath },
    ...{ wanted, preview, pictures, previewing, previewError, outdated },
  }
})
