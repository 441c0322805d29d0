import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openFileLog } from './fileLog'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pixelloom-log-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const noon = (): Date => new Date('2026-01-02T12:00:00Z')

describe('the log', () => {
  it('has a line a remark, with when it was', () => {
    const log = openFileLog(join(folder, 'logs'), undefined, noon)
    log.write('opened')
    log.write('failed\nat a place')
    expect(readFileSync(log.path, 'utf8')).toBe(
      '2026-01-02T12:00:00.000Z opened\n2026-01-02T12:00:00.000Z failed\n  at a place\n',
    )
  })

  it('makes way for a new file and keeps so many old ones, so that it never grows past its bounds', () => {
    const log = openFileLog(folder, { bytes: 200, older: 2 }, noon)
    for (let i = 0; i < 100; i++) log.write(`remark ${i}`)
    expect(readdirSync(folder).sort()).toEqual(['pixelloom.1.log', 'pixelloom.2.log', 'pixelloom.log'])
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).size).toBeLessThanOrEqual(200)
    expect(readFileSync(log.path, 'utf8')).toContain('remark 99')
  })

  it('tells its newest remarks as whole lines, over the edge of a file', () => {
    const log = openFileLog(folder, { bytes: 100, older: 2 }, noon)
    for (let i = 0; i < 4; i++) log.write(`remark ${i}`)
    const remarks = log.tail(110).trim().split('\n')
    expect(remarks.map((line) => line.slice(25))).toEqual(['remark 1', 'remark 2', 'remark 3'])
    expect(log.tail(0)).toBe('')
  })

  it('stops nothing where it can’t be written', () => {
    writeFileSync(join(folder, 'logs'), 'a file where the folder should be')
    const log = openFileLog(join(folder, 'logs'))
    expect(() => log.write('lost')).not.toThrow()
    expect(log.tail(100)).toBe('')
  })
})
