/** Numbers as people read them. */

/** "8 s", "4 min 10 s", "2 h 05 min", "3 d 4 h". */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  const minutes = Math.floor(whole / 60)
  const hours = Math.floor(minutes / 60)
  if (whole < 60) return `${whole} s`
  if (minutes < 10) return `${minutes} min ${whole % 60} s`
  if (hours < 1) return `${minutes} min`
  if (hours < 24) return `${hours} h ${String(minutes % 60).padStart(2, '0')} min`
  return `${Math.floor(hours / 24)} d ${hours % 24} h`
}

/** "85 images/s", "0.4 rows/s". */
export function rate(perSecond: number, unit: string): string {
  const digits = perSecond >= 10 ? 0 : perSecond >= 1 ? 1 : 2
  return `${perSecond.toFixed(digits)} ${unit}/s`
}

/** "0.84 ms", "53 ms", "1.2 s"; nothing of what wasn't measured. */
export function milliseconds(time: number | undefined): string {
  if (time === undefined) return ''
  if (time >= 1000) return `${(time / 1000).toFixed(1)} s`
  return `${time.toFixed(time >= 100 ? 0 : time >= 10 ? 1 : 2)} ms`
}

/** "480 MB", "1.2 GB": powers of ten, as file managers count. */
export function byteCount(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  return `${value >= 100 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`
}

/** "1 image", "5 images". */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** Rows of cells as lines with aligned columns; numbers to the right. */
export function table(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] {
  const all = [header, ...rows].map((row) => row.map(String))
  const widths = header.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  const numeric = header.map((_, column) => rows.every((row) => typeof row[column] === 'number'))
  return all.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0
        return numeric[column] && rows.length > 0 ? cell.padStart(width) : cell.padEnd(width)
      })
      .join('  ')
      .trimEnd(),
  )
}
