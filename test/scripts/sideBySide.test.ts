import { describe, expect, it } from 'vitest'
import { casesOf, models } from '../../scripts/side-by-side/cases.mjs'
import { markdownTable, median, summary } from '../../scripts/side-by-side/report.mjs'
import { roofline } from '../../scripts/side-by-side/roofline.mjs'

const [digits] = casesOf({ only: ['pixelcnn'], batches: [16], sizes: [undefined], threads: [2] })
const measured = (seconds: number, memoryBytes: number) => ({ seconds, memoryBytes, operations: 6e9 })
const result = {
  case: digits!,
  runtime: 'native',
  peak: 400,
  ours: [measured(0.02, 1e8), measured(0.03, 2e8), measured(0.025, 1e8)],
  torch: [
    { seconds: 0.06, memoryBytes: 4e8 },
    { seconds: 0.06, memoryBytes: 5e8 },
    { seconds: 0.05, memoryBytes: 4e8 },
  ],
}

describe('our steps beside PyTorch’s', () => {
  it('are medians of the rounds; the ratio is of each round, its least too', () => {
    const found = summary(result)
    expect(found).toMatchObject({ seconds: 0.025, bar: 1.5, gigaflop: 6, memory: 2e8, torchMemory: 5e8 })
    expect(found.rate).toBeCloseTo(16 / 0.025, 9)
    expect(found.ratio).toBeCloseTo(2, 9)
    expect(found.leastRatio).toBeCloseTo(2, 9)
    expect(found.gigaflops).toBeCloseTo(240, 9)
    expect(found.share).toBeCloseTo(0.6, 9)
    expect(median([4, 1, 3, 2])).toBe(2.5)
  })

  it('make a table, with gaps where PyTorch was not there', () => {
    const [header, line, row, alone] = markdownTable([result, { ...result, torch: [] }]).split('\n')
    expect(header).toMatch(/^\| model +\| runtime \|/)
    expect(line).toMatch(/^\| -+ \|/)
    expect(row).toContain(
      '| 640      | 267     | 2.00 (2.00)   | 1.5 | 6.00         | 240     | 60 %        |',
    )
    expect(alone).toContain('| 640      |         |               | 1.5 |')
  })

  it('make a picture with a dot for each', () => {
    const picture = roofline([result], { peak: 400, bandwidth: 20 })
    expect(picture.match(/<circle/g)).toHaveLength(2)
    expect(picture).toContain('240 GFLOP/s')
    expect(picture).not.toContain('NaN')
  })

  it('are of every combination, with the bar only where it is one', () => {
    const all = casesOf({
      only: Object.keys(models),
      batches: [1, 16],
      sizes: [undefined, 64],
      threads: [1, 2],
    })
    expect(all).toHaveLength(4 * 8)
    expect(all.filter(({ bar }) => bar).map(({ threads }) => threads)).toEqual([2, 2, 2, 2])
    expect(all.some(({ name }) => name.endsWith(' at 64x64'))).toBe(true)
    expect(() => casesOf({ only: ['gan'], batches: [1], sizes: [1], threads: [1] })).toThrow(
      /There is no model gan; there are pixelcnn, rgb/,
    )
  })
})
