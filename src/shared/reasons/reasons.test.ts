import { describe, expect, it } from 'vitest'
import { errorCodes, errorValueSchema, failure, PixelloomError } from '../errors'
import { type Area, inEnglish, placesOf, reasons, say, sentenceOf, withoutKinds } from '.'

const all = Object.entries<Area>(reasons).flatMap(([area, sentences]) =>
  Object.entries(sentences).map(([name, sentence]) => [`${area}.${name}`, sentence] as const),
)

describe('a sentence in English', () => {
  it('has each value as its place asks for', () => {
    expect(
      say('images.tooLarge', { path: 'a.png', width: 20000, height: 15000, has: 1300, limit: 200 }).text,
    ).toBe(
      'a.png is too large: 20000 x 15000 are 1,300 megapixels, and the limit is 200. Scale it down first.',
    )
    expect(say('training.memory', { needed: 3.26e9, free: 9e6, batch: 4 }).text).toBe(
      'Training needs 3.3 GB of memory, and less than 0.1 GB are free. It fits with 4 at a time.',
    )
    expect(say('training.disk', { needed: 12_300_001, free: 1.25e9, folder: '/m' }).text).toBe(
      'There is no space left for a checkpoint: it takes 13 MB, and 1.3 GB are free where /m is. Free some space, then go on.',
    )
    expect(say('jobs.refused', { why: { text: 'is empty.' } }).text).toBe(
      "This variant can't be used: is empty.",
    )
  })

  it.each([
    [0.2, '1 s'],
    [9.4, '9 s'],
    [52, '50 s'],
    [89, '90 s'],
    [90, '2 min'],
    [5399, '90 min'],
    [5400, '2 h'],
  ])('says of %s seconds about %s', (takes, words) => {
    expect(say('notes.takes', { takes }).text).toBe(`At its own size drawing takes about ${words}.`)
  })

  it('takes values as they are, whatever they look like', () => {
    const path = '/a/$& {path} {name}.png'
    expect(say('files.missing', { path }).text).toBe(`There is nothing at ${path}. Check the path.`)
  })

  it.each(all)('%s has a code, and only places of a known kind', (id, sentence) => {
    expect([...errorCodes, 'note']).toContain(sentence[0])
    expect(sentenceOf(id)).toBe(sentence)
    const kinds = [
      'text',
      'number',
      'grouped',
      'tenths',
      'gigabytes',
      'megabytes',
      'room',
      'duration',
      'told',
    ]
    const places = [...placesOf(sentence)]
    for (const [, kind] of places) expect(kinds).toContain(kind)
    const values = Object.fromEntries(
      places.map(([name, kind]) => [name, kind === 'told' ? { text: 'x' } : kind === 'text' ? 'x' : 1]),
    )
    expect(inEnglish(sentence, values)).not.toMatch(/[{}]|undefined/)
    expect(withoutKinds(sentence[1])).not.toMatch(/\{\w+:/)
  })

  it('is none for an id that is not declared', () => {
    for (const id of ['', 'files', 'files.none', 'none.missing', 'constructor.name', 'files.toString']) {
      expect(sentenceOf(id)).toBeUndefined()
    }
  })
})

describe('an error made of a sentence', () => {
  const error = failure('files.missing', { path: '/a' }, '/a', { cause: 'ENOENT' })

  it('has its code, its words and by what to say it again', () => {
    expect(error.toValue()).toEqual({
      code: 'not-found',
      message: 'There is nothing at /a. Check the path.',
      subject: '/a',
      because: { id: 'files.missing', values: { path: '/a' } },
    })
    expect(error.cause).toBe('ENOENT')
  })

  it('survives the way between processes, what it tells on too', () => {
    const { message: text, because } = error
    const value = failure('jobs.refused', { why: { text, because } }).toValue()
    const sent = errorValueSchema.parse(JSON.parse(JSON.stringify(value)))
    expect(PixelloomError.from(sent).toValue()).toEqual(value)
  })

  it('is still an error where another version said why in another way', () => {
    const told = { code: 'disk', message: 'No.', because: { id: 'files.full', values: { path: [1] } } }
    expect(errorValueSchema.parse(told)).toEqual({ code: 'disk', message: 'No.' })
  })
})
