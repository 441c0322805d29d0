import { describe, expect, it } from 'vitest'
import { nameBy } from './saving'

const values = { photo: 'beach', variant: '2', model: 'My photos', seed: '77', date: '2026-11-26' }

describe('a name by a template', () => {
  it('has what its places stand for, each as often as it is named', () => {
    expect(nameBy('{photo}-completed-{variant}', values)).toBe('beach-completed-2')
    expect(nameBy('{date} {model} s{seed} {variant}{variant}', values)).toBe('2026-11-26 My photos s77 22')
    expect(nameBy('{nothing}', values)).toBe('{nothing}')
  })

  it('is one that every system takes, in this folder', () => {
    expect(nameBy('../{photo}/a:b', values)).toBe('-beach-a-b')
    expect(nameBy('{photo}', { ...values, photo: 'a/b' })).toBe('a-b')
    expect(nameBy(' . ', values)).toBe('picture')
    expect(nameBy('nul', values)).toBe('nul-')
    expect(nameBy('{photo}', { ...values, photo: 'x'.repeat(500) })).toHaveLength(180)
  })
})
