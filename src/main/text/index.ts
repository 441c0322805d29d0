import type { Language } from '../../shared/languages'
import { de } from './de'
import { en } from './en'
import { es } from './es'
import { fr } from './fr'
import { zh } from './zh'

type Written<T> = { readonly [K in keyof T]: T[K] extends string ? string : Written<T[K]> }

/** What every language has to say: the same as English. What is missing is an error of the compiler. */
export type Texts = Written<typeof en>

export const texts: Readonly<Record<Language, Texts>> = { en, de, fr, es, zh }
