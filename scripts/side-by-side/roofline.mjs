import { summary } from './report.mjs'

/** @typedef {import('./report.mjs').Result} Result */

const [width, height, left, bottom, right, top] = [720, 400, 64, 48, 190, 24]

/**
 * A picture of how much of the machine each step uses: its arithmetic against what it keeps in memory, both axes
 * logarithmic, under the roof that the machine's products and its memory put over it.
 * @param {readonly Result[]} results of one runtime
 * @param {{ peak: number, bandwidth: number }} machine GFLOP/s, GB/s
 */
export function roofline(results, { peak, bandwidth }) {
  const points = results.flatMap((result) => {
    const { gigaflop, gigaflops, memory } = summary(result)
    if (gigaflop === undefined || gigaflops === undefined) return []
    // What the process holds at most, once there and once back: the bytes of a step are not more by far.
    return [{ name: result.case.name, x: gigaflop / ((2 * memory) / 1e9), y: gigaflops }]
  })
  const [x0, x1] = [0.1, 1000]
  const [y0, y1] = [1, 2 * peak]
  const x = (/** @type {number} */ v) =>
    left + (Math.log(v / x0) / Math.log(x1 / x0)) * (width - left - right)
  const y = (/** @type {number} */ v) =>
    height - bottom - (Math.log(v / y0) / Math.log(y1 / y0)) * (height - top - bottom)
  const ridge = peak / bandwidth
  const roof = [
    [Math.max(x0, y0 / bandwidth), Math.max(y0, x0 * bandwidth)],
    [ridge, peak],
    [x1, peak],
  ].map(([a = 0, b = 0]) => `${x(a).toFixed(1)},${y(b).toFixed(1)}`)
  const ticks = (/** @type {number} */ from, /** @type {number} */ to) => {
    const all = []
    for (let value = from; value <= to; value *= 10) all.push(value)
    return all
  }
  const text = (/** @type {string} */ attributes, /** @type {string | number} */ content) =>
    `<text ${attributes}>${content}</text>`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">`,
    `<title>Training steps under the roof of the machine: ${Math.round(peak)} GFLOP/s, ${Math.round(bandwidth)} GB/s</title>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    ...ticks(x0, x1).flatMap((value) => [
      `<path d="M${x(value)} ${top}V${height - bottom}" stroke="#ddd"/>`,
      text(`x="${x(value)}" y="${height - bottom + 18}" text-anchor="middle" fill="#444"`, value),
    ]),
    ...ticks(y0, y1).flatMap((value) => [
      `<path d="M${left} ${y(value)}H${width - right}" stroke="#ddd"/>`,
      text(`x="${left - 8}" y="${y(value) + 4}" text-anchor="end" fill="#444"`, value),
    ]),
    text(
      `x="${(left + width - right) / 2}" y="${height - 8}" text-anchor="middle" fill="#444"`,
      'operations for a byte',
    ),
    text(`x="12" y="${top - 8}" fill="#444"`, 'GFLOP/s'),
    `<polyline points="${roof.join(' ')}" fill="none" stroke="#222" stroke-width="2"/>`,
    ...points.flatMap((point, i) => [
      `<circle cx="${x(point.x).toFixed(1)}" cy="${y(point.y).toFixed(1)}" r="5" fill="${colours[i % colours.length]}"/>`,
      `<circle cx="${width - right + 16}" cy="${top + 12 + 34 * i}" r="5" fill="${colours[i % colours.length]}"/>`,
      text(
        `x="${width - right + 28}" y="${top + 16 + 34 * i}" fill="#222"`,
        point.name.split(',')[0] ?? point.name,
      ),
      text(`x="${width - right + 28}" y="${top + 30 + 34 * i}" fill="#666"`, `${point.y.toFixed(0)} GFLOP/s`),
    ]),
    '</svg>',
    '',
  ].join('\n')
}

const colours = ['#0b6e99', '#c8553d', '#588157', '#7b5ea7', '#b5838d', '#555']
