import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { StorageUsage } from '../../shared/contract/methods/storage'
import { toErrorValue, type ErrorValue } from '../../shared/errors'
import { call, listen } from '../api'
import { t } from '../i18n'
import { sizeInWords } from '../text/sizes'
import { useToasts } from './toasts'

/** The data folder: what is in it, and where it is going. */
export const useStorage = defineStore('storage', () => {
  const usage = shallowRef<StorageUsage>()
  const moving = ref<{ done: number; total: number }>()
  const error = ref<ErrorValue>()
  const total = computed(() => usage.value?.parts.reduce((sum, { bytes }) => sum + bytes, 0) ?? 0)

  async function attempt(ask: () => Promise<StorageUsage>): Promise<void> {
    error.value = undefined
    try {
      usage.value = await ask()
    } catch (thrown) {
      const value = toErrorValue(thrown)
      if (value.code !== 'cancelled') error.value = value
    }
  }

  const measure = (): Promise<void> => attempt(() => call('storage.usage', {}))

  async function clearCache(): Promise<void> {
    const before = total.value
    await attempt(() => call('storage.clearCache', {}))
    if (error.value) return
    const size = sizeInWords(Math.max(0, before - total.value))
    useToasts().show({ tone: 'good', message: t('settings.data.cleared', { size }) })
  }

  /** Asks where to, and copies: the answer comes when all is there. */
  async function move(): Promise<void> {
    const { path } = await call('dialogs.chooseFolder', {})
    if (path === null) return
    moving.value = { done: 0, total: total.value }
    const stop = listen('storage.moving', (told) => (moving.value = told))
    await attempt(() => call('storage.move', { path }))
    stop()
    moving.value = undefined
  }

  const cancelMove = (): Promise<void> => attempt(() => call('storage.cancelMove', {}))
  const leaveOld = (trash: boolean): Promise<void> => attempt(() => call('storage.leaveOld', { trash }))

  async function restart(): Promise<void> {
    await useToasts().attempt(() => call('storage.restart', {}))
  }

  return { usage, moving, error, total, measure, clearCache, move, cancelMove, leaveOld, restart }
})
