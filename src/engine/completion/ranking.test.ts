import { describe, expect, it } from 'vitest'
import type { Patch } from './patch'
import { type Candidate, rank } from './ranking'

const region = { x: 0, y: 0, width: 2, height: 1 }
/** A variant that fills one of two pixels with a value. */
const candidate = (nats: number, value: number, beside = 0): Candidate => {
  const patch: Patch = { region, own: Uint8Array.of(1, 0), data: Uint8Array.of(value, beside) }
  return { nats, patches: [patch] }
}

describe('ranking', () => {
  it('puts the likeliest first and says by how much', () => {
    expect(rank([candidate(15.3, 1), candidate(10.2, 2), candidate(13.4, 3)])).toEqual([
      { rank: 3, reason: '5.1 nats behind the first.' },
      { rank: 1, reason: 'Likeliest of 3: 3.2 nats ahead of the next.' },
      { rank: 2, reason: '3.2 nats behind the first.' },
    ])
  })

  it('compares with the first variant, too', () => {
    expect(rank([candidate(12, 1), candidate(10, 2)])[1]?.reason).toBe(
      'Likeliest of 2: 2.0 nats ahead of the next.',
    )
  })

  it('puts the same picture behind all that differ', () => {
    // What lies beside the hole is no part of the picture.
    expect(rank([candidate(5, 1), candidate(9, 2), candidate(5, 1, 7)])).toEqual([
      { rank: 1, reason: 'Likeliest of 3: 4.0 nats ahead of the next.' },
      { rank: 2, reason: '4.0 nats behind the first.' },
      { rank: 3, duplicateOf: 0, reason: 'The same picture as number 1.' },
    ])
  })

  it('needs no difference to speak of', () => {
    expect(rank([candidate(5, 1)])).toEqual([{ rank: 1, reason: 'The only one drawn.' }])
    expect(rank([candidate(5, 1), candidate(5, 1)]).map(({ reason }) => reason)).toEqual([
      'All 2 are the same picture.',
      'The same picture as number 1.',
    ])
    expect(rank([candidate(5, 1), candidate(5.01, 2)]).map(({ reason }) => reason)).toEqual([
      'As likely as the next of 2.',
      'As likely as the first.',
    ])
  })

  it('rounds what is large', () => {
    const behind = (nats: number): string | undefined =>
      rank([candidate(0, 1), candidate(nats, 2)])[1]?.reason
    expect(behind(41.26)).toBe('41 nats behind the first.')
    expect(behind(1234)).toBe('1,200 nats behind the first.')
    expect(behind(98765)).toBe('99,000 nats behind the first.')
  })
})
