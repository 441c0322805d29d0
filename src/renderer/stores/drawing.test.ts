import { describe, expect, it } from 'vitest'
import type { RowEvent } from '../../shared/jobEvents'
import { fakeApp, job } from '../testing/fixtures'
import { useDrawing } from './drawing'
import { useJobs } from './jobs'

function open() {
  const connection = fakeApp({
    'jobs.pictures': () => ({ pictures: [{ role: 'sample', variant: 7, address: 'jobs/s/7.png' }] }),
  })
  useJobs().accept(job('s', { kind: 'sample' }))
  const drawing = useDrawing()
  drawing.listen()
  const tiles = (): [number, string | undefined][] =>
    drawing.of('s').map(({ variant, address }) => [variant, address])
  return { connection, drawing, tiles }
}

const picture = (variant: number) => ({ role: 'sample' as const, variant, address: `jobs/s/${variant}.png` })
const row = (variant: number): RowEvent => ({
  ...{ type: 'row', variant, row: 0, width: 2, height: 2 },
  pixels: new Uint8Array(6).fill(variant),
})

describe('pictures as they appear', () => {
  it('are drawn row by row, and then shown from their files, in the same place', () => {
    const { connection, drawing, tiles } = open()
    connection.emit('job.rows', { jobId: 's', rows: [row(0), row(1)] })
    expect(tiles()).toEqual([
      [0, undefined],
      [1, undefined],
    ])
    expect([...(drawing.of('s')[1]?.preview?.data ?? [])].slice(0, 4)).toEqual([1, 1, 1, 255])
    connection.emit('job.pictures', { jobId: 's', pictures: [picture(0), picture(1)] })
    expect(tiles()).toEqual([
      [0, 'jobs/s/0.png'],
      [1, 'jobs/s/1.png'],
    ])
    expect(drawing.newest('s')).toBe('jobs/s/1.png')
  })

  it('are the newest ones, and nothing is left of those that were passed over', () => {
    const { connection, tiles } = open()
    const rows = Array.from({ length: 16 }, (_, variant) => row(variant))
    connection.emit('job.rows', { jobId: 's', rows })
    const pictures = Array.from({ length: 24 }, (_, i) => picture(8 + i))
    connection.emit('job.pictures', { jobId: 's', pictures })
    connection.emit('job.rows', { jobId: 's', rows: rows.map((one) => row(one.variant + 32)) })
    expect(tiles().filter(([, address]) => address === undefined)).toHaveLength(16)
    expect(tiles().filter(([, address]) => address !== undefined)).toEqual(
      Array.from({ length: 8 }, (_, i) => [24 + i, `jobs/s/${24 + i}.png`]),
    )
  })

  it('that will not be finished go when the job is over', () => {
    const { connection, tiles } = open()
    connection.emit('job.pictures', { jobId: 's', pictures: [picture(0)] })
    connection.emit('job.rows', { jobId: 's', rows: [row(1)] })
    connection.emit('job.changed', { job: job('s', { kind: 'sample', state: 'cancelled' }) })
    expect(tiles()).toEqual([[0, 'jobs/s/0.png']])
  })

  it('of before the page was opened are asked for once', async () => {
    const { connection, drawing, tiles } = open()
    await drawing.load('s')
    await drawing.load('s')
    expect(tiles()).toEqual([[7, 'jobs/s/7.png']])
    expect(connection.inputs('jobs.pictures')).toHaveLength(1)
  })
})
