import type { App } from '../app/app'
import { closest } from '../shared/languages'
import type { Settings } from '../shared/settings'
import { type Texts, texts } from './text'

/** The settings as they are now, and what the app says in their language. */
export interface Preferences {
  settings(): Settings
  texts(): Texts
}

/** `preferred`: the languages that the system's user prefers. `changed` is called at once, and at every change. */
export async function followSettings(
  app: Pick<App, 'invoke' | 'subscribe'>,
  preferred: () => readonly string[],
  changed: (preferences: Preferences) => void,
): Promise<Preferences> {
  const reply = await app.invoke('settings.get', {})
  if (!reply.ok) throw new Error(reply.error.message)
  let settings = reply.value
  const preferences: Preferences = {
    settings: () => settings,
    texts() {
      const { language } = settings.appearance
      return texts[language === 'system' ? closest(preferred()) : language]
    },
  }
  changed(preferences)
  app.subscribe((event) => {
    if (event.event !== 'settings.changed') return
    settings = event.payload.settings
    changed(preferences)
  })
  return preferences
}
