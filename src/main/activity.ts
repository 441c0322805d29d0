import type { BrowserWindow, powerSaveBlocker } from 'electron'
import type { App } from '../app/app'
import { isFinal, type JobKind, type JobSnapshot } from '../shared/jobs'

/** What the system is told of running jobs. */
export interface Activity {
  /** Is a training going on, or paused? */
  training(): boolean
  stop(): void
}

/** What is left to itself for hours. */
const long: ReadonlySet<JobKind> = new Set(['train', 'complete-folder', 'sample'])

/**
 * Keeps the machine awake while a training or a folder of images runs, where the person wants that, and shows on the
 * taskbar how far jobs are.
 */
export function watchActivity(
  app: Pick<App, 'subscribe'>,
  power: Pick<typeof powerSaveBlocker, 'start' | 'stop'>,
  window: () => Pick<BrowserWindow, 'setProgressBar' | 'isDestroyed'> | undefined,
  keepAwake: () => boolean = () => true,
): Activity {
  const jobs = new Map<string, JobSnapshot>()
  let blocker: number | undefined

  function update(): void {
    const active = [...jobs.values()]
    const awake = keepAwake() && active.some((job) => long.has(job.kind) && job.state === 'running')
    if (awake && blocker === undefined) blocker = power.start('prevent-app-suspension')
    if (!awake) release()
    const target = window()
    if (target && !target.isDestroyed()) target.setProgressBar(overall(active))
  }

  function release(): void {
    if (blocker !== undefined) power.stop(blocker)
    blocker = undefined
  }

  const unsubscribe = app.subscribe((event) => {
    if (event.event === 'settings.changed') update()
    if (event.event !== 'job.changed') return
    const { job } = event.payload
    if (isFinal(job.state)) jobs.delete(job.id)
    else jobs.set(job.id, job)
    update()
  })

  return {
    training: () => [...jobs.values()].some((job) => job.kind === 'train'),
    stop() {
      unsubscribe()
      release()
    },
  }
}

/** Of a taskbar's progress: 0 to 1, above 1 for "no end known", below 0 for nothing to show. */
function overall(jobs: readonly JobSnapshot[]): number {
  const running = jobs.filter((job) => job.state === 'running')
  if (running.length === 0) return -1
  const shares = running.map(({ progress }) => (progress?.total ? progress.done / progress.total : undefined))
  const known = shares.filter((share) => share !== undefined)
  if (known.length === 0) return 2
  return known.reduce((sum, share) => sum + Math.min(1, share), 0) / known.length
}
