import { afterEach, describe, expect, it } from 'vitest'
import { failure } from '../../shared/errors'
import { note } from '../../shared/jobEvents'
import { type Area, placesOf, reasons } from '../../shared/reasons'
import { setLanguage } from '../i18n'
import { reasons as english } from '../i18n/en/reasons'
import { messageOf, noteOf, skipped, whyLeftOut } from './reasonWords'

afterEach(() => setLanguage('en'))

const big = failure('images.tooLarge', { path: '/a/b.png', width: 9000, height: 9000, has: 1300, limit: 200 })

describe('why something can’t be', () => {
  it.each([
    [
      'en',
      '/a/b.png is too large: 9,000 x 9,000 are 1,300 megapixels, and the limit is 200. Scale it down first.',
    ],
    [
      'de',
      '/a/b.png ist zu groß: 9.000 x 9.000 sind 1.300 Megapixel, und 200 sind die Grenze. Zuerst verkleinern.',
    ],
    [
      'es',
      '/a/b.png es demasiado grande: 9000 x 9000 son 1300 megapíxeles, y el límite es 200. Redúcelo primero.',
    ],
    ['zh', '/a/b.png 过大：9,000 x 9,000 为 1,300 百万像素，上限是 200。请先缩小。'],
  ] as const)('is said in the person’s language and its numbers: %s', (language, sentence) => {
    setLanguage(language)
    expect(messageOf(big.toValue())).toBe(sentence)
  })

  it('has sizes as the language writes them', () => {
    setLanguage('fr')
    const full = failure('training.disk', { needed: 12.3e6, free: 1.26e9, folder: '/m' })
    expect(messageOf(full.toValue())).toContain('il prend 12,3 Mo, et 1,3 Go sont libres là où se trouve /m')
  })

  it('is said as it came where it is known in English alone, or by another version', () => {
    setLanguage('de')
    expect(messageOf({ message: 'Oh.' })).toBe('Oh.')
    expect(messageOf({ message: 'Oh.', because: { id: 'files.later', values: {} } })).toBe('Oh.')
    expect(messageOf({ message: 'Oh.', because: { id: 'files.missing', values: {} } })).toBe('Oh.')
  })

  it('tells on in the same language what was said elsewhere', () => {
    setLanguage('de')
    const { message: text, because } = failure('images.empty', { path: 'b.png' })
    const refused = failure('jobs.refused', { why: { text, because } })
    expect(messageOf(refused.toValue())).toMatch(/^Diese Variante ist nicht zu verwenden: b\.png ist leer\./)
    const unknown = failure('jobs.refused', { why: { text: 'is odd.' } })
    expect(messageOf(unknown.toValue())).toBe('Diese Variante ist nicht zu verwenden: is odd.')
  })
})

describe('what a job says of itself', () => {
  it('is said in the person’s language, as exactly as a forecast can be', () => {
    setLanguage('de')
    const { message, because } = note('notes.takes', { takes: 52.3 })
    expect(noteOf({ note: message, noteBecause: because })).toBe(
      'In eigener Größe dauert das Zeichnen etwa 50 s.',
    )
    expect(noteOf({ note: 'This takes about 40 s.' })).toBe('This takes about 40 s.')
    expect(noteOf({})).toBeUndefined()
  })
})

describe('a file that was left out', () => {
  const file = { path: 'a/b.png', reason: 'is empty.', because: { id: 'images.empty', values: {} } }

  it('is named once, in a sentence or beside it', () => {
    expect(skipped(file)).toMatch(/^b\.png is empty\. Use/)
    expect(whyLeftOut(file)).toMatch(/^is empty\. Use/)
    setLanguage('zh')
    expect(skipped(file)).toMatch(/^b\.png 是空文件。/)
    expect(whyLeftOut(file)).toMatch(/^是空文件。/)
  })

  it('has its name before a sentence that doesn’t name it', () => {
    setLanguage('de')
    const many = { path: 'b.png', reason: '', because: { id: 'images.tooMany', values: { count: 2000 } } }
    expect(skipped(many)).toBe('b.png: Nur die ersten 2.000 Bilder werden auf einmal hinzugefügt.')
  })

  it('goes on in English where it came in English alone', () => {
    expect(skipped({ path: 'a/b.png', reason: 'is empty' })).toBe('b.png is empty')
    expect(skipped({ path: 'b.png', reason: 'only the first are added' })).toBe(
      'b.png: only the first are added',
    )
  })
})

describe('the window’s own English', () => {
  const own: Readonly<Record<string, Readonly<Record<string, string>>>> = english
  const sentences = Object.entries<Area>(reasons).flatMap(([area, all]) =>
    Object.entries(all).map(([name, sentence]) => [`${area}.${name}`, sentence, own[area]?.[name]] as const),
  )

  it.each(sentences)('%s has no place that its values can’t fill', (_id, sentence, text = '') => {
    const places = [...text.matchAll(/\{(.*?)\}/g)].map(([, place]) => place)
    const known = [...placesOf(sentence).keys()]
    expect(text).not.toBe('')
    for (const place of places) expect(known).toContain(place)
  })

  it.each(sentences)('%s asks for no option of the terminal', (id, _sentence, text = '') => {
    // Whoever gave the folder gave it by that option, and a compiler comes by a terminal's command.
    if (id === 'app.folderGiven' || id === 'tensorflow.noCompilerOnMac') return
    expect(text).not.toMatch(/--\w/)
  })
})
