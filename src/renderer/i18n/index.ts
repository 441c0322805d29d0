import { createI18n } from 'vue-i18n'
import de from './de'
import en from './en'
import es from './es'
import fr from './fr'
import { closest, type Language } from './languages'
import type { MessageKey, Messages } from './messages'
import zh from './zh'

/** In French none is one as well. */
const oneBelowTwo = (n: number, forms: number): number => (forms < 2 || n < 2 ? 0 : 1)

/** A text that nobody wrote is shown by its key and told to whoever develops; the checks find it before. */
export const i18n = createI18n<[Messages], Language, false>({
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- until version 12 it must still be said
  legacy: false,
  locale: closest(typeof navigator === 'undefined' ? [] : navigator.languages),
  fallbackLocale: 'en',
  messages: { en, de, fr, es, zh },
  pluralRules: { fr: oneBelowTwo },
})

type Values = Readonly<Record<string, string | number>>

/**
 * A text in the person's language. Values stand in braces: "Saved as {name}". A text with a bar has a form
 * for one and for many, "one photo | {n} photos"; which is taken says `values.n`, which is shown as the
 * language writes numbers. What asks inside a template or a computed is told anew when the language changes.
 */
export function t(key: MessageKey, values: Readonly<Record<string, string | number>> = {}): string {
  const { n } = values
  if (typeof n !== 'number') return i18n.global.t(key, values)
  return i18n.global.t(key, { ...values, n: number(n) } satisfies Values, { plural: n })
}

export function currentLanguage(): Language {
  return i18n.global.locale.value
}

/** Also for what reads the page aloud and breaks its words. */
export function setLanguage(language: Language): void {
  i18n.global.locale.value = language
  document.documentElement.lang = language
}

/** A number as the language writes it, with at most one digit after the point unless more are asked for. */
export function number(
  value: number,
  options: Intl.NumberFormatOptions = { maximumFractionDigits: 1 },
): string {
  return new Intl.NumberFormat(currentLanguage(), options).format(value)
}

/** A day as the language writes it: "26 Nov 2026". */
export function day(time: number): string {
  const options = { year: 'numeric', month: 'short', day: 'numeric' } as const
  return new Intl.DateTimeFormat(currentLanguage(), options).format(time)
}
