import type { SettingsStore } from '../settings/settingsStore'
import type { HandlersOf } from './types'

export function createSettingsHandlers(settings: SettingsStore): HandlersOf<'settings'> {
  return {
    'settings.get': () => settings.get(),
    'settings.set': (change) => settings.set(change),
    'settings.reset': () => settings.reset(),
  }
}
