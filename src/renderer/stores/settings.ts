import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { z } from 'zod'
import { changed, usualSettings, type Settings, type SettingsChange } from '../../shared/settings'
import { call, listen as on } from '../api'
import { applyAppearance } from '../appearance'
import { t } from '../i18n'
import { keepDraft } from './draft'
import { useToasts } from './toasts'

export const settingsPlaces = [
  'appearance',
  'processor',
  'saving',
  'training',
  'notices',
  'data',
  'keyboard',
  'privacy',
  'report',
  'about',
] as const
export type SettingsPlace = (typeof settingsPlaces)[number]

export const useSettings = defineStore('settings', () => {
  const settings = shallowRef<Settings>(usualSettings)
  /** The section that is shown. */
  const place = ref<SettingsPlace>('appearance')
  keepDraft(
    'settings.place',
    z.enum(settingsPlaces),
    () => place.value,
    (kept) => (place.value = kept),
  )
  /** Changes that are on their way: what the app tells meanwhile is older than what is shown. */
  let pending = 0

  function show(next: Settings): void {
    settings.value = next
    applyAppearance(next.appearance)
  }

  async function load(): Promise<void> {
    show(await call('settings.get', {}))
  }

  /** Shown at once; where it can't be kept, it is as before and the person is told. */
  async function set(change: SettingsChange): Promise<void> {
    const before = settings.value
    show(changed(before, change))
    pending++
    try {
      const kept = await call('settings.set', change)
      if (pending === 1) show(kept)
    } catch (error) {
      show(before)
      useToasts().report(error)
    } finally {
      pending--
    }
  }

  async function reset(): Promise<void> {
    const { settings: now, before } = await call('settings.reset', {})
    show(now)
    useToasts().show({
      tone: 'good',
      message: t('settings.about.resetDone'),
      action: { label: t('common.undo'), run: () => void set(before) },
    })
  }

  function listen(): void {
    on('settings.changed', ({ settings: told }) => {
      if (pending === 0) show(told)
    })
  }

  return { settings, place, load, set, reset, listen }
})
