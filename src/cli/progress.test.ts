import { describe, expect, it } from 'vitest'
import type { Progress } from '../shared/jobs'
import { progressText, progressView } from './progress'

const training = (done: number, more: Partial<Progress> = {}): Progress => ({
  stage: 'Training',
  done,
  total: 1000,
  unit: 'steps',
  ...more,
})

function watch(isTerminal: boolean, quiet = false) {
  const written: string[] = []
  const clock = { time: 0 }
  const stream = { isTerminal, width: 60, write: (text: string) => void written.push(text) }
  return { written, clock, view: progressView(stream, () => clock.time, quiet) }
}

describe('progressText', () => {
  it('has counts, rate, remaining time and loss', () => {
    const progress = training(450, { rate: 85.3, secondsLeft: 130 })
    const metrics = { step: 450, seconds: 9, loss: 103.456 }
    expect(progressText(progress, metrics)).toBe(
      'Training  45%  450 of 1000 steps  85 images/s  2 min 10 s left  loss 103.46',
    )
    expect(progressText(progress, metrics, true)).toContain('█████████░░░░░░░░░░░')
  })

  it('has no percentage while the end is unknown', () => {
    expect(progressText({ stage: 'Reading images', done: 12, unit: 'files', rate: 3.14 })).toBe(
      'Reading images  12 files  3.1 files/s',
    )
  })
})

describe('where nobody watches', () => {
  it('writes a line now and then, at each stage, and the last', () => {
    const { written, clock, view } = watch(false)
    view.progress({ stage: 'Reading images', done: 1, unit: 'files' })
    for (let step = 1; step <= 1000; step++) {
      clock.time += 12
      view.progress(training(step))
    }
    view.end()
    const steps = written.map((line) => /(\d+) of/.exec(line)?.[1])
    expect(steps).toEqual([undefined, '1', '418', '835', '1000'])
    expect(written.every((line) => line.endsWith('\n') && !line.includes('\x1b'))).toBe(true)
  })

  it('writes each validation', () => {
    const { written, view } = watch(false)
    view.metrics([
      { step: 50, seconds: 1, loss: 110 },
      { step: 100, seconds: 2, loss: 100.5, validation: 101.25 },
    ])
    expect(written).toEqual(['step 100: loss 100.50, validation 101.25 nats an image\n'])
  })

  it('is silent when asked to be, apart from messages', () => {
    const { written, view } = watch(false, true)
    view.progress(training(1))
    view.metrics([{ step: 1, seconds: 1, loss: 1, validation: 1 }])
    view.line('skipped a.png: empty')
    view.end()
    expect(written).toEqual(['skipped a.png: empty\n'])
  })
})

describe('on a terminal', () => {
  it('redraws one line, cut to the width, at most ten times a second', () => {
    const { written, clock, view } = watch(true)
    for (let step = 1; step <= 100; step++) {
      clock.time += 10
      view.progress(training(step, { rate: 85, secondsLeft: 3600 }))
    }
    const drawings = written.filter((text) => text.startsWith('Training'))
    expect(drawings).toHaveLength(10)
    expect(Math.max(...drawings.map((text) => text.length))).toBe(59)
    view.end()
    expect(written.at(-1)).toBe('\n')
  })

  it('puts messages above the bar and draws it again', () => {
    const { written, view } = watch(true)
    view.progress(training(1))
    view.progress(training(2))
    view.line('skipped a.png: empty')
    expect(written.slice(1)).toEqual([
      '\r\x1b[2K',
      'skipped a.png: empty\n',
      expect.stringContaining('2 of 1000'),
    ])
  })
})
