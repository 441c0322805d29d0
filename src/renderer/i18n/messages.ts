import type en from './en'

type Texts<T> = { readonly [K in keyof T]: T[K] extends string ? string : Texts<T[K]> }

/** What every language has to say: the same keys as English. A missing key is an error of the compiler. */
export type Messages = Texts<typeof en>

type Paths<T, Before extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${Before}${K}` : Paths<T[K], `${Before}${K}.`>
}[keyof T & string]

/** The name of a text: "shell.nav.complete". */
export type MessageKey = Paths<typeof en>
