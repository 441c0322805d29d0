const across: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1 }
const down: Readonly<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1 }

/**
 * Arrow keys move the focus among the elements of a grid that `selector` names, Home and End to its ends. How many stand
 * in a row is seen from where they stand.
 */
export function moveAmong(event: KeyboardEvent, selector: string): void {
  const { target, currentTarget } = event
  if (!(target instanceof HTMLElement) || !(currentTarget instanceof HTMLElement)) return
  if (!target.matches(selector)) return
  const all = [...currentTarget.querySelectorAll<HTMLElement>(selector)]
  const at = all.indexOf(target)
  const next = destination(event.key, at, all)
  if (next === undefined) return
  event.preventDefault()
  all[next]?.focus()
}

function destination(key: string, at: number, all: readonly HTMLElement[]): number | undefined {
  if (key === 'Home') return 0
  if (key === 'End') return all.length - 1
  const sideways = across[key]
  if (sideways !== undefined) return clamp(at + sideways, all)
  const rows = down[key]
  if (rows === undefined) return undefined
  const top = all[0]?.getBoundingClientRect().top
  const inRow = Math.max(1, all.filter((element) => element.getBoundingClientRect().top === top).length)
  const to = at + rows * inRow
  return to < 0 || to >= all.length ? at : to
}

function clamp(index: number, all: readonly HTMLElement[]): number {
  return Math.max(0, Math.min(all.length - 1, index))
}
