import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { toErrorValue, type ErrorValue } from '../../shared/errors'
import type { InstallProgress, TensorflowInstalled } from '../../shared/tensorflow'
import { call, listen } from '../api'
import { t } from '../i18n'
import { useToasts } from './toasts'

/** TensorFlow: whether it is installed, and its coming and going. */
export const useTensorflow = defineStore('tensorflow', () => {
  const installed = shallowRef<TensorflowInstalled>()
  const installing = shallowRef<InstallProgress>()
  const error = ref<ErrorValue>()

  /** Also of an installation that another page began. */
  async function refresh(): Promise<void> {
    const status = await call('tensorflow.status', {})
    installed.value = status.installed
    installing.value = status.installing
  }

  /** Returns what stops the listening. */
  function follow(): () => void {
    return listen('tensorflow.installing', ({ progress }) => {
      installing.value = progress
      if (!progress) void refresh()
    })
  }

  async function install(): Promise<boolean> {
    error.value = undefined
    installing.value = { stage: 'library' }
    try {
      installed.value = (await call('tensorflow.install', { from: 'python' })).installed
      const version = installed.value?.version ?? ''
      useToasts().show({ tone: 'good', message: t('tensorflow.installed', { version }) })
      return true
    } catch (thrown) {
      const value = toErrorValue(thrown)
      if (value.code !== 'cancelled') error.value = value
      return false
    } finally {
      installing.value = undefined
    }
  }

  const cancel = (): Promise<unknown> => call('tensorflow.cancelInstall', {})

  /** Can be undone until the app ends; `changed` is told of both. */
  async function remove(changed: () => void): Promise<void> {
    const toasts = useToasts()
    const { trashId } = await call('tensorflow.remove', {})
    await refresh()
    changed()
    const toast = toasts.show({
      tone: 'plain',
      message: t('tensorflow.removed'),
      action: {
        label: t('common.undo'),
        run: () =>
          void toasts.attempt(async () => {
            toasts.dismiss(toast)
            installed.value = (await call('tensorflow.restore', { trashId })).installed
            changed()
            toasts.show({ tone: 'good', message: t('tensorflow.restored') })
          }),
      },
    })
  }

  return { installed, installing, error, refresh, follow, install, cancel, remove }
})
