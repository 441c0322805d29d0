import { describe, expect, it } from 'vitest'
import { qualities } from '../../shared/completion'
import { model } from '../testing/fixtures'
import {
  approximately,
  closenessInWords,
  edgesInWords,
  enlargedInWords,
  meaning,
  topPInWords,
} from './completionWords'

describe('words for a completion', () => {
  it('say how long it takes, no more exactly than is known', () => {
    expect([0.004, 0.42, 3.06, 9.96, 12.4, 170, 7300].map(approximately)).toEqual([
      ...['about 0.1 s', 'about 0.4 s', 'about 3.1 s', 'about 10 s', 'about 12 s', 'about 3 min'],
      'about 2 h 2 min',
    ])
  })

  it('say what each quality means, each in its own words', () => {
    const lines = qualities.map((quality) => meaning(quality, model('m')))
    expect(new Set(lines).size).toBe(3)
    expect(lines[1]).toContain('8 times')
    const finer = model('f', { configuration: { ...model('m').configuration, size: 16 } })
    expect(meaning('best', finer, model('m'))).toContain('2 times as fine')
    const training = { data: '/d', steps: 1, seconds: 1, orient: true }
    expect(meaning('fast', model('m', { training }))).toContain('from the side')
  })

  it('say how coarse the model is', () => {
    expect(enlargedInWords({ width: 32, height: 32 }, 6.25)).toBe('Drawn at 32 × 32, enlarged 6.3 times.')
  })

  it('say what top-p leaves out, and that 1 is nothing', () => {
    expect([1, 0.9, 0.2].map(topPInWords)).toEqual([
      ...['1.00 · off', '0.90 · likelier values', '0.20 · few values'],
    ])
  })

  it('say how edges are joined', () => {
    expect(edgesInWords({ feather: 0, match: false })).toBe('sharp')
    expect(edgesInWords({ feather: 4, match: true })).toBe('4 px, colours matched')
  })

  it('say how near is near', () => {
    expect([0.1, 0.5, 0.7, 1].map(closenessInWords)).toEqual([
      ...['loosely', 'alike', 'very alike', 'nearly the same'],
    ])
  })
})
