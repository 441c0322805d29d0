import { describe, expect, it } from 'vitest'
import type { AppEvent, EventListener } from '../app/events'
import type { JobSnapshot, Progress } from '../shared/jobs'
import { usualSettings } from '../shared/settings'
import { watchActivity } from './activity'

function watch(keepAwake = () => true) {
  const listeners = new Set<EventListener>()
  const power: string[] = []
  const shown: number[] = []
  const activity = watchActivity(
    {
      subscribe(listener) {
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
    },
    {
      start(kind) {
        power.push(kind)
        return power.length
      },
      stop(id) {
        power.push(`stop ${id}`)
        return true
      },
    },
    () => ({ setProgressBar: (value) => void shown.push(value), isDestroyed: () => false }),
    keepAwake,
  )
  const tell = (job: Partial<JobSnapshot>): void => {
    const snapshot: JobSnapshot = {
      id: 'a',
      kind: 'train',
      state: 'running',
      title: '',
      createdAt: 0,
      ...job,
    }
    const event: AppEvent = { event: 'job.changed', payload: { job: snapshot } }
    for (const listener of listeners) listener(event)
  }
  const settingsChange = (): void => {
    const event: AppEvent = { event: 'settings.changed', payload: { settings: usualSettings } }
    for (const listener of listeners) listener(event)
  }
  return { activity, power, shown, tell, listeners, settingsChange }
}

const halfway: Progress = { stage: 'Training', done: 50, total: 100, unit: 'steps' }

describe('watchActivity', () => {
  it('keeps the machine awake just while a training runs', () => {
    const { power, tell } = watch()
    tell({ state: 'queued' })
    expect(power).toEqual([])
    tell({ state: 'running' })
    tell({ state: 'running', progress: halfway })
    expect(power).toEqual(['prevent-app-suspension'])
    tell({ state: 'paused' })
    expect(power).toEqual(['prevent-app-suspension', 'stop 1'])
    tell({ state: 'running' })
    tell({ state: 'failed' })
    expect(power.slice(2)).toEqual(['prevent-app-suspension', 'stop 3'])
  })

  it('keeps it awake while a folder of images is completed', () => {
    const { activity, power, tell } = watch()
    tell({ kind: 'complete-folder', state: 'running' })
    expect(activity.training()).toBe(false)
    tell({ kind: 'complete-folder', state: 'done' })
    expect(power).toEqual(['prevent-app-suspension', 'stop 1'])
  })

  it('lets it sleep as soon as the person wants that', () => {
    let wanted = true
    const { power, tell, settingsChange } = watch(() => wanted)
    tell({ state: 'running' })
    wanted = false
    settingsChange()
    expect(power).toEqual(['prevent-app-suspension', 'stop 1'])
    wanted = true
    settingsChange()
    expect(power.at(-1)).toBe('prevent-app-suspension')
  })

  it('lets it sleep over a completion', () => {
    const { power, tell } = watch()
    tell({ kind: 'complete', state: 'running' })
    expect(power).toEqual([])
  })

  it('shows the mean progress of what runs, and nothing when all is done', () => {
    const { shown, tell } = watch()
    tell({ progress: halfway })
    tell({ id: 'b', kind: 'complete', progress: { ...halfway, done: 100 } })
    tell({ id: 'b', kind: 'complete', state: 'done' })
    tell({ state: 'done' })
    expect(shown).toEqual([0.5, 0.75, 0.5, -1])
  })

  it('shows a restless bar while no end is known', () => {
    const { shown, tell } = watch()
    tell({ progress: { stage: 'Training', done: 5, unit: 'steps' } })
    expect(shown).toEqual([2])
  })

  it('knows of a training until it ends, also of a paused one', () => {
    const { activity, tell } = watch()
    expect(activity.training()).toBe(false)
    tell({ kind: 'complete' })
    expect(activity.training()).toBe(false)
    tell({ id: 'b', state: 'paused' })
    expect(activity.training()).toBe(true)
    tell({ id: 'b', state: 'cancelled' })
    expect(activity.training()).toBe(false)
  })

  it('lets go of everything in the end', () => {
    const { activity, power, tell, listeners } = watch()
    tell({})
    activity.stop()
    expect(power).toEqual(['prevent-app-suspension', 'stop 1'])
    expect(listeners.size).toBe(0)
  })
})
