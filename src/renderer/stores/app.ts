import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { AppInfo } from '../../shared/contract/entities'
import { toErrorValue, type ErrorValue } from '../../shared/errors'
import type { JobKind, JobSnapshot } from '../../shared/jobs'
import { call, listen as on, onRestored } from '../api'
import { t } from '../i18n'
import { titleOf } from '../text/queueWords'
import { messageOf } from '../text/reasonWords'
import { useCompletions } from './completions'
import { useDrawing } from './drawing'
import { inBackground, useJobs } from './jobs'
import { useLibrary } from './library'
import { useModels } from './models'
import { useSettings } from './settings'
import { useToasts } from './toasts'
import { useTraining } from './training'

export const views = ['library', 'complete', 'train', 'models', 'queue', 'settings'] as const
export type View = (typeof views)[number]

function viewOfAddress(): View {
  return views.find((view) => location.hash === `#${view}`) ?? 'complete'
}

/** The view where jobs of a kind are shown. */
export function homeOf(kind: JobKind): View {
  if (kind === 'train' || kind === 'check-data' || kind === 'bench') return 'train'
  if (kind === 'sample' || kind === 'complete-folder') return 'queue'
  return kind === 'verify' ? 'models' : 'complete'
}

export const useApp = defineStore('app', () => {
  const info = ref<AppInfo>()
  const state = ref<'loading' | 'ready' | 'failed'>('loading')
  const error = ref<ErrorValue>()
  const view = ref<View>(viewOfAddress())
  const helpOpen = ref(false)

  function go(to: View): void {
    view.value = to
    if (location.hash !== `#${to}`) history.replaceState(null, '', `#${to}`)
  }

  async function refresh(): Promise<void> {
    await Promise.all([useLibrary().refresh(), useModels().refresh(), useJobs().refresh()])
    // Earlier results are an extra: without them the app is still of use.
    const { attempt } = useToasts()
    await Promise.all([attempt(useCompletions().recover), attempt(useTraining().recover)])
  }

  /** Asks for everything once, then listens; every time the line was lost and is back, asks again. */
  async function start(): Promise<void> {
    state.value = 'loading'
    try {
      info.value = await call('app.info', {})
      await useSettings().load()
      await refresh()
      state.value = 'ready'
    } catch (thrown) {
      error.value = toErrorValue(thrown)
      state.value = 'failed'
    }
  }

  /** A failure is told where its job is at home; a person who is elsewhere gets a message. */
  function tellFailure(job: JobSnapshot): void {
    if (job.state !== 'failed' || !job.error || inBackground(job)) return
    const home = homeOf(job.kind)
    const { photoId } = job
    // A folder's job has no photo: no photo that is shown tells of it.
    const toldThere = home !== 'complete' || (photoId !== undefined && photoId === useLibrary().selectedId)
    if (view.value === home && toldThere) return
    const run = (): void => {
      if (photoId) useLibrary().select(photoId)
      go(home)
    }
    useToasts().show({
      tone: 'bad',
      message: t('shell.jobFailed', { title: titleOf(job), message: messageOf(job.error) }),
      action: { label: t('common.show'), run },
    })
  }

  function listenToAll(): void {
    useLibrary().listen()
    useModels().listen()
    useJobs().listen()
    useCompletions().listen()
    useTraining().listen()
    useSettings().listen()
    useDrawing().listen()
    on('job.changed', ({ job }) => tellFailure(job))
    window.addEventListener('hashchange', () => (view.value = viewOfAddress()))
    onRestored(() => {
      if (state.value === 'ready') void useToasts().attempt(refresh)
      else void start()
    })
  }

  return { info, state, error, view, helpOpen, go, start, listenToAll }
})
