import type { MetricsPoint, Progress } from '../shared/jobs'
import { duration, rate } from './words'
import type { MessageStream } from './terminal'

/** Between two plain lines where nobody watches a bar, in milliseconds. */
const quietTime = 5000
/** Between two drawings of the bar, in milliseconds. */
const frameTime = 100
const barWidth = 20

/** How far something is: a job, or what no job is and counts in a unit of its own. */
type Counted = Omit<Progress, 'stage' | 'unit'> & { readonly stage: string; readonly unit: string }

/** Tells how a job goes: a bar on a terminal, plain lines elsewhere. */
export interface ProgressView {
  progress(progress: Counted): void
  metrics(points: readonly MetricsPoint[]): void
  /** A line that stays, above the bar. */
  line(text: string): void
  /** Leaves the cursor on a fresh line. */
  end(): void
}

/** With `quiet` there is no progress, only what is said with `line`. */
export function progressView(stream: MessageStream, now: () => number, quiet = false): ProgressView {
  let latest: MetricsPoint | undefined
  let drawn = false
  let lastTime = -Infinity
  let lastStage = ''
  let pending: Counted | undefined

  function erase(): void {
    if (drawn) stream.write('\r\x1b[2K')
    drawn = false
  }

  function show(progress: Counted): void {
    lastTime = now()
    lastStage = progress.stage
    pending = undefined
    const text = progressText(progress, latest, stream.isTerminal)
    if (!stream.isTerminal) return stream.write(`${text}\n`)
    erase()
    stream.write(text.slice(0, Math.max(20, stream.width - 1)))
    drawn = true
  }

  return {
    progress(progress) {
      if (quiet) return
      const wait = stream.isTerminal ? frameTime : quietTime
      if (progress.stage !== lastStage || now() - lastTime >= wait) show(progress)
      else pending = progress
    },
    metrics(points) {
      latest = points.at(-1) ?? latest
      for (const point of points) {
        if (point.validation !== undefined && !quiet) this.line(validationText(point))
      }
    },
    line(text) {
      erase()
      stream.write(`${text}\n`)
      if (pending && stream.isTerminal) show(pending)
    },
    end() {
      // The last word of a stage is worth a line: "1000 of 1000".
      if (pending) show(pending)
      if (drawn) stream.write('\n')
      drawn = false
    },
  }
}

function validationText(point: MetricsPoint): string {
  const loss = `loss ${point.loss.toFixed(2)}`
  return `step ${point.step}: ${loss}, validation ${point.validation?.toFixed(2)} nats an image`
}

/** One line: stage, bar or counts, rate, remaining time, loss. */
export function progressText(progress: Counted, metrics?: MetricsPoint, withBar = false): string {
  const { done, total, unit } = progress
  const parts = [progress.stage]
  if (total !== undefined) {
    const part = Math.min(1, done / total)
    const full = Math.round(part * barWidth)
    if (withBar) parts.push(`${'█'.repeat(full)}${'░'.repeat(barWidth - full)}`)
    parts.push(`${Math.floor(part * 100)}%`, `${count(done)} of ${count(total)} ${unit}`)
  } else {
    parts.push(`${count(done)} ${unit}`)
  }
  if (progress.rate !== undefined) parts.push(rate(progress.rate, unit === 'steps' ? 'images' : unit))
  if (progress.secondsLeft !== undefined) parts.push(`${duration(progress.secondsLeft)} left`)
  if (metrics) parts.push(`loss ${metrics.loss.toFixed(2)}`)
  return parts.join('  ')
}

function count(value: number): string {
  return String(Math.round(value))
}
