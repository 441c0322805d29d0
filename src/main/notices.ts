import type { Notification } from 'electron'
import type { App } from '../app/app'
import type { JobKind, JobSnapshot } from '../shared/jobs'
import type { Settings } from '../shared/settings'
import type { Texts } from './text'

export interface NoticeParts {
  readonly app: Pick<App, 'subscribe'>
  readonly notification: {
    new (options: { title: string; body: string; silent: boolean }): Pick<Notification, 'on' | 'show'>
    isSupported(): boolean
  }
  /** Is the window in front, and the person at it? */
  readonly focused: () => boolean
  readonly settings: () => Settings
  readonly texts: () => Texts
  /** Brings the window to the front. */
  readonly show: () => void
  /** A number at the app's icon; 0 for none. */
  readonly badge: (count: number) => void
}

export interface Notices {
  /** The person is back: what waited is seen. */
  seen(): void
  stop(): void
}

type Title = keyof Texts['notices']

/** What is worth a notice when it is done; anything else only where it fails. */
const titles: Partial<Record<JobKind, Title>> = {
  train: 'trained',
  complete: 'completed',
  'complete-folder': 'folderCompleted',
  sample: 'sampled',
}

/** Tells by the system's notices what is done or has failed while nobody looks, and counts it at the app's icon. */
export function watchNotices(parts: NoticeParts): Notices {
  const { app, notification, settings, texts } = parts
  /** Shown ones, held so that a click on them is still heard. */
  const shown = new Set<Pick<Notification, 'on' | 'show'>>()
  let count = 0

  function tell(job: JobSnapshot, title: Title): void {
    parts.badge(++count)
    if (!notification.isSupported()) return
    const body = job.error ? `${job.title}: ${job.error.message}` : job.title
    const notice = new notification({
      title: texts().notices[title],
      body,
      silent: !settings().notices.sound,
    })
    shown.add(notice)
    notice.on('click', () => parts.show())
    notice.on('close', () => shown.delete(notice))
    notice.show()
  }

  const stop = app.subscribe((event) => {
    if (event.event !== 'job.changed') return
    const { job } = event.payload
    const title = job.state === 'failed' ? 'failed' : job.state === 'done' ? titles[job.kind] : undefined
    if (title === undefined || parts.focused() || !settings().notices.unfocused) return
    tell(job, title)
  })

  return {
    seen() {
      if (count === 0) return
      count = 0
      shown.clear()
      parts.badge(0)
    },
    stop,
  }
}
