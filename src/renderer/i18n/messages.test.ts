import { describe, expect, it } from 'vitest'
import de from './de'
import en from './en'
import es from './es'
import fr from './fr'
import { number, setLanguage, t } from '.'
import { closest } from './languages'
import zh from './zh'

interface Tree {
  readonly [key: string]: string | Tree
}

function flat(tree: Tree, before = ''): [key: string, text: string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[before + key, value]] : flat(value, `${before}${key}.`),
  )
}

const english = flat(en)
const placesOf = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? ''))].sort()

/** Every source of the window but the texts themselves, by its path. */
const sources = import.meta.glob<string>(['../**/*.{ts,vue}', '!./**', '!../**/*.test.ts'], {
  query: '?raw',
  import: 'default',
  eager: true,
})

describe('the texts', () => {
  it.each(Object.entries({ de, fr, es, zh }))(
    'are all there in %s, with the same values',
    (_language, texts) => {
      const other = new Map(flat(texts))
      expect([...other.keys()].sort()).toEqual(english.map(([key]) => key).sort())
      for (const [key, text] of english) {
        expect(other.get(key), key).not.toBe('')
        // One of two forms may do without the number: "one photo".
        expect([key, ...placesOf(other.get(key) ?? '')]).toEqual([key, ...placesOf(text)])
      }
    },
  )

  it('are each used somewhere', () => {
    const written = Object.values(sources).join('\n')
    const whole = new Set([...written.matchAll(/['"`]([\w.]+)['"`]/g)].map((found) => found[1] ?? ''))
    // t(`shell.${view}`): whatever begins so counts as used.
    const beginnings = [...written.matchAll(/`([\w.]+\.)\$\{/g)].map((found) => found[1] ?? '')
    const unused = english
      .map(([key]) => key)
      .filter((key) => !whole.has(key) && !beginnings.some((beginning) => key.startsWith(beginning)))
    expect(unused).toEqual([])
  })
})

describe('a language', () => {
  it('is the first that a person prefers and that there is', () => {
    expect(closest(['it', 'de-CH', 'fr'])).toBe('de')
    expect(closest(['ja'])).toBe('en')
    expect(closest([])).toBe('en')
  })

  it('changes what is said and how numbers are written', () => {
    setLanguage('de')
    expect([t('common.close'), number(1234.5)]).toEqual(['Schließen', '1.234,5'])
    setLanguage('en')
    expect([t('common.close'), number(1234.5)]).toEqual(['Close', '1,234.5'])
  })
})
