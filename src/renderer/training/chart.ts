import type UPlot from 'uplot'
import type { Options } from 'uplot'
import type { Size } from '../canvas/viewport'
import { colourOf } from '../design/colourOf'
import { number } from '../text/words'

// The library's names for these exist for its own compiler only.
/* eslint-disable @typescript-eslint/no-unsafe-enum-assignment */
const evenly = 1 as UPlot.Scale.Distr
const byLogarithm = 3 as UPlot.Scale.Distr
/* eslint-enable @typescript-eslint/no-unsafe-enum-assignment */

/** uPlot draws on a canvas, where style sheets don't reach: colours and fonts are read from the page. */
export function chartOptions(
  element: HTMLElement,
  size: Size,
  logarithmic: boolean,
  point: (index: number | undefined) => void,
): Options {
  const style = getComputedStyle(element)
  const token = (name: `--${string}`): string => colourOf(element, name)
  const axis = {
    stroke: token('--ink-3'),
    font: `11.5px ${style.fontFamily}`,
    ticks: { show: false },
    grid: { stroke: token('--line'), width: 1 },
  }
  return {
    width: size.width,
    height: size.height,
    padding: [8, 20, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
    scales: { x: { time: false }, y: { distr: logarithmic ? byLogarithm : evenly } },
    axes: [
      { ...axis, grid: { show: false }, size: 30, space: 80, values: (_plot, ticks) => ticks.map(stepLabel) },
      {
        ...axis,
        size: 52,
        gap: 8,
        values: (_plot, ticks) => ticks.map((tick: number | null) => (tick === null ? '' : number(tick))),
      },
    ],
    series: [
      {},
      { label: 'Training', stroke: token('--ink-3'), width: 1.25, points: { show: false }, spanGaps: true },
      {
        label: 'Validation',
        stroke: token('--accent-ink'),
        width: 2.25,
        points: { size: 6, fill: token('--accent-ink') },
        spanGaps: true,
      },
    ],
    hooks: { setCursor: [(plot) => point(plot.cursor.idx ?? undefined)] },
  }
}

function stepLabel(step: number): string {
  if (!Number.isInteger(step)) return ''
  return step >= 10000 ? `${number(step / 1000)}k` : number(step)
}
