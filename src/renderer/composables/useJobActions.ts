import { computed, type ComputedRef } from 'vue'
import { isFinal, type JobSnapshot } from '../../shared/jobs'
import { call } from '../api'
import type { MenuItem } from '../design'
import { t } from '../i18n'
import { homeOf, useApp } from '../stores/app'
import { useFolderForm } from '../stores/folderForm'
import { useJobs } from '../stores/jobs'
import { useLibrary } from '../stores/library'
import { useSampleForm } from '../stores/sampleForm'
import { useToasts } from '../stores/toasts'
import { useTraining } from '../stores/training'
import { retryInWords, worthRetrying } from '../text/queueWords'

/** Everything that can be done with a job in the list. */
export interface JobActions {
  /** Fewer variants or a smaller batch, offered where memory was short: what it is called, and the changes. */
  readonly smaller: ComputedRef<{ label: string; changes: { count?: number; batch?: number } } | undefined>
  readonly menu: ComputedRef<MenuItem[]>
  readonly retry: (changes?: { count?: number; batch?: number }) => void
  readonly showFolder: () => void
  /** Shows the view where such jobs are asked for, with what this one was about. */
  readonly visit: () => void
}

/** Where nobody says, as the engine has it. */
const usualBatch = 16

export function useJobActions(job: () => JobSnapshot): JobActions {
  const app = useApp()
  const jobs = useJobs()
  const { attempt, show } = useToasts()

  function visit(): void {
    const { kind, photoId, id } = job()
    if (kind === 'train') useTraining().selectedId = id
    if (photoId) useLibrary().select(photoId)
    app.go(homeOf(kind))
  }

  async function copyPath(): Promise<void> {
    await navigator.clipboard.writeText(job().folder ?? '')
    show({ tone: 'good', message: t('queue.copied'), detail: job().folder ?? '' })
  }

  /** A browser can't open a folder: it gets the path. */
  function showFolder(): void {
    void attempt(async () => {
      const { shown } = await call('jobs.showFolder', { jobId: job().id })
      if (!shown) await copyPath()
    })
  }

  async function edit(): Promise<void> {
    const { request } = await call('jobs.request', { jobId: job().id })
    if (request?.method === 'jobs.sample') useSampleForm().fill(request.input)
    if (request?.method === 'jobs.completeFolder') useFolderForm().fill(request.input)
  }

  function retry(changes: { count?: number; batch?: number } = {}): void {
    void attempt(() => jobs.retry(job().id, changes))
  }

  const smaller = computed(() => {
    const { error, kind, repeatable, state } = job()
    if (error?.code !== 'out-of-memory' || !repeatable || !isFinal(state)) return undefined
    // Of a training whose need is known, nothing fits: otherwise it would wait.
    if (kind === 'train') {
      const batch = usualBatch / 2
      return error.memory ? undefined : { label: t('queue.memory.batch', { n: batch }), changes: { batch } }
    }
    if (kind !== 'complete' && kind !== 'complete-folder') return undefined
    return { label: t('queue.memory.oneVariant'), changes: { count: 1 } }
  })

  const menu = computed<MenuItem[]>(() => {
    const { id, kind, state, folder, repeatable } = job()
    const items: MenuItem[] = []
    if (homeOf(kind) !== 'queue') items.push({ label: t('queue.act.open'), icon: 'forward', run: visit })
    if (folder !== undefined) {
      const inWindow = app.info?.shell === 'window'
      items.push({
        label: t(inWindow ? 'queue.act.showFolder' : 'queue.act.copyPath'),
        icon: inWindow ? 'folder' : 'copy',
        run: showFolder,
      })
    }
    if (repeatable && (kind === 'sample' || kind === 'complete-folder')) {
      items.push({ label: t('queue.act.change'), icon: 'pencil', run: () => void attempt(edit) })
    }
    if (worthRetrying(job())) {
      items.push({ label: retryInWords(job()), icon: 'refresh', run: () => retry() })
    }
    if (isFinal(state)) {
      if (items.length > 0) items.push('separator')
      items.push({
        label: t('queue.act.clear'),
        icon: 'close',
        run: () => void attempt(() => jobs.clear([id])),
      })
    }
    return items
  })

  return { smaller, menu, retry, showFolder, visit }
}
