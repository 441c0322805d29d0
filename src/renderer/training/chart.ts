import type UPlot from 'uplot'
import type { Options, Series } from 'uplot'
import type { Size } from '../canvas/viewport'
import { colourOf } from '../design/colourOf'
import { number } from '../i18n'
import type { CurveView, Line } from './curves'

// The library's names for these exist for its own compiler only.
/* eslint-disable @typescript-eslint/no-unsafe-enum-assignment */
const evenly = 1 as UPlot.Scale.Distr
const byLogarithm = 3 as UPlot.Scale.Distr
/* eslint-enable @typescript-eslint/no-unsafe-enum-assignment */

/** Trainings that a chart tells apart by their colours: more would look alike. */
export const mostSources = 6

export type SeriesToken = `--series-${number}`

export function tokenOf(source: number): SeriesToken {
  return `--series-${(source % mostSources) + 1}`
}

export interface ChartParts {
  readonly size: Size
  readonly view: CurveView
  readonly lines: readonly Line[]
  /** The place on the axis under the pointer; undefined where it left. */
  readonly point: (x: number | undefined) => void
}

/** uPlot draws on a canvas, where style sheets don't reach: colours and fonts are read from the page. */
export function chartOptions(element: HTMLElement, { size, view, lines, point }: ChartParts): Options {
  const style = getComputedStyle(element)
  const axis = {
    stroke: colourOf(element, '--ink-3'),
    font: `${style.fontSize} ${style.fontFamily}`,
    ticks: { show: false },
    grid: { stroke: colourOf(element, '--line'), width: 1 },
  }
  const digits = view.unit === 'bits' ? 3 : 1
  const label = (value: number): string => number(value, { maximumFractionDigits: digits })
  const whole = (ticks: (number | null)[], words: (value: number) => string): string[] =>
    ticks.map((tick) => (tick === null ? '' : words(tick)))
  return {
    ...size,
    padding: [8, 16, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
    scales: {
      x: { time: false, distr: view.logX ? byLogarithm : evenly },
      y: { distr: view.logY ? byLogarithm : evenly },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 30,
        space: 80,
        values: (_plot, ticks: (number | null)[]) => whole(ticks, view.x === 'steps' ? stepLabel : timeLabel),
      },
      { ...axis, size: 56, gap: 8, values: (_plot, ticks: (number | null)[]) => whole(ticks, label) },
    ],
    series: [{}, ...lines.map((line) => seriesOf(element, line))],
    hooks: {
      setCursor: [
        (plot) => {
          const { idx } = plot.cursor
          point(idx === null || idx === undefined ? undefined : plot.data[0][idx])
        },
      ],
    },
  }
}

function seriesOf(element: HTMLElement, { source, what }: Line): Series {
  const stroke = colourOf(element, tokenOf(source))
  const common = { stroke, spanGaps: true } as const
  if (what === 'validation') return { ...common, width: 2.25, points: { size: 6, fill: stroke } }
  // Told apart from validation by more than the width: dashes also do without colours.
  if (what === 'training') return { ...common, width: 1.25, dash: [5, 3], points: { show: false } }
  return { ...common, width: 1, alpha: 0.3, points: { show: false } }
}

function stepLabel(step: number): string {
  if (!Number.isInteger(step)) return ''
  return step >= 10000 ? `${number(step / 1000)}k` : number(step)
}

/** Seconds as a clock shows them. */
function timeLabel(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${hours}:${two(minutes)}:${two(Math.floor(seconds % 60))}`
}
