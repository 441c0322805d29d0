import { closest } from '../shared/languages'
import { readSettings, usualSettings, type Settings } from '../shared/settings'
import { setLanguage } from './i18n'

type Appearance = Settings['appearance']

/** Kept by the page itself as well, since the settings come only after it has drawn itself for the first time. */
const key = 'pixelloom.appearance'

/** Language and theme of the page, at once; and for the first picture of the next start. */
export function applyAppearance(appearance: Appearance): void {
  show(appearance)
  localStorage.setItem(key, JSON.stringify(appearance))
}

/** As it was the last time, before there is anything to see. */
export function recallAppearance(): void {
  show(recalled())
}

function show({ language, theme }: Appearance): void {
  setLanguage(language === 'system' ? closest(navigator.languages) : language)
  if (theme === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
}

function recalled(): Appearance {
  try {
    return readSettings({ appearance: JSON.parse(localStorage.getItem(key) ?? '{}') as unknown }).settings
      .appearance
  } catch {
    // Not JSON: as for the first time.
    return usualSettings.appearance
  }
}
