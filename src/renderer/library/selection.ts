/** Photos that are selected, the one that keys move, and the one that a range begins at. */
export interface Selection {
  readonly ids: ReadonlySet<string>
  readonly focus: string | undefined
  readonly anchor: string | undefined
}

export const nothingSelected: Selection = { ids: new Set(), focus: undefined, anchor: undefined }

/** How a photo is chosen: alone, beside those that are (or no longer), or with all from the anchor on. */
export type Choosing = 'alone' | 'toggle' | 'range'

export function choose(selection: Selection, order: readonly string[], id: string, how: Choosing): Selection {
  switch (how) {
    case 'alone':
      return { ids: new Set([id]), focus: id, anchor: id }
    case 'toggle': {
      const ids = new Set(selection.ids)
      if (!ids.delete(id)) ids.add(id)
      return { ids, focus: id, anchor: id }
    }
    case 'range': {
      const anchor = selection.anchor ?? id
      const [from, to] = [order.indexOf(anchor), order.indexOf(id)]
      if (from < 0 || to < 0) return choose(selection, order, id, 'alone')
      const range = order.slice(Math.min(from, to), Math.max(from, to) + 1)
      return { ids: new Set(range), focus: id, anchor }
    }
  }
}

export function chooseAll(selection: Selection, order: readonly string[]): Selection {
  return { ...selection, ids: new Set(order), focus: selection.focus ?? order[0] }
}

/** What is gone or no longer shown is not selected; the focus goes to the photo at the place that is free. */
export function keepShown(
  selection: Selection,
  order: readonly string[],
  before: readonly string[],
): Selection {
  const shown = new Set(order)
  const ids = new Set([...selection.ids].filter((id) => shown.has(id)))
  const { focus, anchor } = selection
  const lost = focus !== undefined && !shown.has(focus)
  const next = lost ? order[Math.min(Math.max(0, before.indexOf(focus)), order.length - 1)] : focus
  return { ids, focus: next, anchor: anchor !== undefined && shown.has(anchor) ? anchor : next }
}
