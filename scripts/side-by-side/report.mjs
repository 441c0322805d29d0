/** @typedef {import('./cases.mjs').Case} Case */
/** @typedef {import('./measure.mjs').Measured} Measured */

/**
 * What was measured of a case on a runtime, round by round; PyTorch's is there where it could run.
 * @typedef {{ case: Case, runtime: string, peak?: number, ours: Measured[], torch: Measured[] }} Result
 */

/**
 * Numbers of one result: medians over the rounds; the ratio's least and median are of rounds too.
 * @param {Result} result
 */
export function summary({ case: { batch, bar }, runtime, peak, ours, torch }) {
  const rates = ours.map(({ seconds }) => batch / seconds)
  const torchRates = torch.map(({ seconds }) => batch / seconds)
  const ratios = rates.map((rate, i) => rate / (torchRates[i] ?? NaN)).filter((ratio) => !Number.isNaN(ratio))
  const seconds = median(ours.map((one) => one.seconds))
  const operations = ours[0]?.operations
  const gigaflops = operations === undefined ? undefined : operations / seconds / 1e9
  return {
    seconds,
    rate: median(rates),
    torchRate: torch.length > 0 ? median(torchRates) : undefined,
    ratio: ratios.length > 0 ? median(ratios) : undefined,
    leastRatio: ratios.length > 0 ? Math.min(...ratios) : undefined,
    bar: bar?.[runtime],
    gigaflop: operations === undefined ? undefined : operations / 1e9,
    gigaflops,
    share: gigaflops !== undefined && peak !== undefined ? gigaflops / peak : undefined,
    memory: Math.max(...ours.map(({ memoryBytes }) => memoryBytes)),
    torchMemory: torch.length > 0 ? Math.max(...torch.map(({ memoryBytes }) => memoryBytes)) : undefined,
  }
}

/**
 * A Markdown table, a row for each result.
 * @param {readonly Result[]} results
 */
export function markdownTable(results) {
  const header = [
    'model',
    'runtime',
    'batch',
    'threads',
    'images/s',
    'PyTorch',
    'ratio (least)',
    'bar',
    'GFLOP a step',
    'GFLOP/s',
    'of the peak',
    'memory',
    'PyTorch’s',
  ]
  const rows = results.map((result) => {
    const s = summary(result)
    const ratio = s.ratio === undefined ? '' : `${fixed(s.ratio)} (${fixed(s.leastRatio)})`
    return [
      result.case.name,
      result.runtime,
      String(result.case.batch),
      String(result.case.threads),
      significant(s.rate),
      significant(s.torchRate),
      ratio,
      s.bar === undefined ? '' : `${s.bar}`,
      fixed(s.gigaflop),
      significant(s.gigaflops),
      s.share === undefined ? '' : `${Math.round(100 * s.share)} %`,
      megabytes(s.memory),
      megabytes(s.torchMemory),
    ]
  })
  return aligned(header, rows)
}

/**
 * A Markdown table whose columns are as wide as their widest cell.
 * @param {readonly string[]} header
 * @param {readonly (readonly string[])[]} rows
 */
export function aligned(header, rows) {
  const widths = header.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)))
  const line = (/** @type {readonly string[]} */ cells) =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`
  return [line(header), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? NaN)
    : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2
}

/** @param {number | undefined} value */
function fixed(value) {
  return value === undefined ? '' : value.toFixed(2)
}

/** @param {number | undefined} value */
export function significant(value) {
  if (value === undefined) return ''
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3)
}

/** @param {number | undefined} bytes */
function megabytes(bytes) {
  return bytes === undefined ? '' : `${Math.round(bytes / 1e6)} MB`
}
