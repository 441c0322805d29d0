import { afterEach, describe, expect, it } from 'vitest'
import { setLanguage } from '../i18n'
import {
  ago,
  bytes,
  counted,
  duration,
  fileName,
  inWords,
  nats,
  ordinal,
  timesAsLikely,
  tones,
} from './words'
import { verdict } from './verdict'

describe('numbers in words', () => {
  it.each([
    [0.2, 'a moment'],
    [12, '12 s'],
    [89, '89 s'],
    [150, '3 min'],
    [3600, '1 h'],
    [7800, '2 h 10 min'],
    [3 * 86400, '3 days'],
  ])('%d seconds are %s', (seconds, words) => expect(duration(seconds)).toBe(words))

  it.each([
    [999, '999 bytes'],
    [296_000, '296 KB'],
    [4_810_000, '4.8 MB'],
    [2_460_000_000, '2.5 GB'],
  ])('%d bytes are %s', (count, words) => expect(bytes(count)).toBe(words))

  it('knows one from many', () => {
    expect(counted(1, 'image')).toBe('1 image')
    expect(counted(1284, 'image')).toBe('1,284 images')
  })

  it('numbers places', () => {
    expect([1, 2, 3, 4, 11, 12, 21].map(ordinal)).toEqual([
      '1st',
      '2nd',
      '3rd',
      '4th',
      '11th',
      '12th',
      '21st',
    ])
  })

  it('gives nats no more digits than they have meaning', () => {
    expect(nats(81.234)).toBe('81.2')
    expect(nats(12984.2)).toBe('12,984')
  })

  it('names what a model draws', () => {
    expect(tones({ channels: 1, levels: 2 })).toBe('Black and white')
    expect(tones({ channels: 3, levels: 64 })).toBe('Colour, 64 tones each')
  })

  it('says when', () => {
    expect(ago(1000, 2000)).toBe('just now')
    expect(ago(0, 7_500_000)).toBe('2 h ago')
  })

  it('takes a name from any kind of path', () => {
    expect(fileName('C:\\pictures\\clouds\\')).toBe('clouds')
    expect(fileName('/home/me/a.png')).toBe('a.png')
  })
})

describe('other languages', () => {
  afterEach(() => setLanguage('en'))

  it.each([
    ['de', ['2 h 10 min', '4,8 MB', '3.', 'vor 2 h', 'drei', 'Farbe, je 64 Stufen']],
    ['fr', ['2 h 10 min', '4,8 Mo', '3e', 'il y a 2 h', 'trois', 'Couleur, 64 tons par canal']],
    ['es', ['2 h 10 min', '4,8 MB', '3.º', 'hace 2 h', 'tres', 'Color, 64 tonos por canal']],
    ['zh', ['2 小时 10 分钟', '4.8 MB', '第 3', '2 小时前', '三', '彩色，每通道 64 级']],
  ] as const)('say the same their own way: %s', (language, words) => {
    setLanguage(language)
    expect([
      duration(7800),
      bytes(4_810_000),
      ordinal(3),
      ago(0, 7_500_000),
      inWords(3),
      tones({ channels: 3, levels: 64 }),
    ]).toEqual(words)
  })
})

describe('why one ranks first', () => {
  it('says by how much: e to the difference of nats', () => {
    expect(timesAsLikely(Math.log(2))).toBe('2.0 times as likely as')
    expect(timesAsLikely(0.05)).toBe('about as likely as')
    expect(timesAsLikely(Math.log(2100))).toBe('about 2,000 times as likely as')
    expect(timesAsLikely(40)).toBe('more than a million times as likely as')
  })

  it('is one line', () => {
    const four = [81.2, 83.1, 84, 88].map((value) => ({ nats: value }))
    expect(verdict(four)).toBe('Likeliest of 4: 81.2 nats, 6.7 times as likely as the next')
    expect(verdict(four.slice(0, 2))).toMatch(/^Likelier of the two/)
    expect(verdict(four.slice(0, 1))).toBe('Finished: 81.2 nats')
    expect(verdict([])).toBe('')
  })
})
