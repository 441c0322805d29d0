import { afterEach, describe, expect, it } from 'vitest'
import type { JobSnapshot } from '../../shared/jobs'
import { setLanguage } from '../i18n'
import { job } from '../testing/fixtures'
import { leftOut, lineOf, memoryInWords, titleOf, worthRetrying } from './queueWords'

afterEach(() => setLanguage('en'))

const sample = (changes: Partial<JobSnapshot>): JobSnapshot =>
  job('s', { kind: 'sample', subject: 'Digits', count: 50, ...changes })

const folder = (completed: number, existed: number, skipped: number): JobSnapshot =>
  job('f', {
    kind: 'complete-folder',
    state: 'done',
    repeatable: true,
    result: {
      ...{ kind: 'complete-folder', folder: '/a', out: '/b', images: 50, completed, existed, seconds: 5 },
      skipped: Array.from({ length: skipped }, (_, i) => ({ path: `/a/${i}.png`, reason: 'is empty.' })),
    },
  })

describe('a job in words', () => {
  it('is named in the language of the window, or by what the app calls it', () => {
    expect(titleOf(sample({}))).toBe('Draw 50 images with Digits')
    setLanguage('de')
    expect(titleOf(sample({ count: 1 }))).toBe('Ein Bild mit Digits zeichnen')
    expect(titleOf(job('b', { kind: 'bench', title: 'Measure a step' }))).toBe('Das Tempo messen')
    expect(titleOf(job('c', { kind: 'check-data', subject: 'Urlaub' }))).toBe('Urlaub prüfen')
    expect(titleOf(job('e', { kind: 'evaluate', title: 'Evaluate it' }))).toBe('Evaluate it')
  })

  it('counts samples as images, though they are drawn row by row', () => {
    const progress = {
      stage: 'Drawing',
      done: 700,
      total: 1400,
      unit: 'rows',
      rate: 56,
      secondsLeft: 12,
    } as const
    expect(lineOf(sample({ progress }))).toBe('25 of 50 · 2 a second · 12 s left')
    expect(lineOf(sample({ progress: { ...progress, rate: 7 } }))).toBe('25 of 50 · 15 a minute · 12 s left')
    expect(lineOf(sample({ state: 'paused', progress }))).toBe('Paused · 25 of 50')
  })

  it('says of a folder what was completed, what was there, and what was left out', () => {
    expect(lineOf(folder(19, 0, 31))).toBe('19 of 50 completed · 5 s')
    expect(lineOf(folder(19, 20, 11))).toBe('39 of 50 completed · 20 were there before · 5 s')
    expect(leftOut(folder(19, 20, 11))).toBe(11)
  })

  it('offers to try again what failed and what left something out', () => {
    expect(worthRetrying(folder(50, 0, 0))).toBe(false)
    expect(worthRetrying(folder(49, 0, 1))).toBe(true)
    expect(worthRetrying(sample({ state: 'failed', repeatable: true }))).toBe(true)
    expect(worthRetrying(sample({ state: 'failed' }))).toBe(false)
    expect(worthRetrying(sample({ state: 'running', repeatable: true }))).toBe(false)
  })

  it('says how much memory was needed and free', () => {
    const memory = { needed: 32.04e9, free: 9e9 }
    const error = { code: 'out-of-memory', message: 'Too much.' } as const
    expect(memoryInWords({ ...error, memory })).toBe('32 GB needed, 9 GB free.')
    expect(memoryInWords(error)).toBeUndefined()
    // Not where the runtime ends, or the system holds it back: that the sentence says.
    const because = { id: 'training.memoryReach', values: {} }
    expect(memoryInWords({ ...error, memory, because })).toBeUndefined()
  })
})
