/** The languages that every text is there in, each by its own name. */
export const languages = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  zh: '简体中文',
} as const

export type Language = keyof typeof languages

export const languageTags = Object.keys(languages) as [Language, ...Language[]]

export function isLanguage(tag: string): tag is Language {
  return Object.hasOwn(languages, tag)
}

/** The first of the tags a person prefers ("de-CH") that there are texts for; English where none is. */
export function closest(preferred: readonly string[]): Language {
  const known = preferred.map((tag) => tag.toLowerCase().split('-')[0] ?? '').find(isLanguage)
  return known ?? 'en'
}
