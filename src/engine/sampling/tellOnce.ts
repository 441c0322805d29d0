import type { DrawHooks } from './drawImages'

/** Of each row only the first news: what draws it may be lost, and the rows before it are then drawn once more, the same. */
export function tellOnce(onRow: DrawHooks['onRow']): DrawHooks['onRow'] {
  if (!onRow) return undefined
  const told = new Set<string>()
  return (variant, row, levels) => {
    const which = `${variant} ${row}`
    if (told.has(which)) return
    told.add(which)
    onRow(variant, row, levels)
  }
}
