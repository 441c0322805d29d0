import { moved, type Move } from '../library/gridLayout'
import { useLibraryView } from '../stores/libraryView'
import { useToasts } from '../stores/toasts'
import { commandHeld } from './keys'

const moves: Readonly<Record<string, Move>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'home',
  End: 'end',
  PageUp: 'pageUp',
  PageDown: 'pageDown',
}

/**
 * The library by keyboard: arrows, Home, End and pages select, with Shift a range, with Ctrl they only move; Space
 * selects or no longer, Enter completes, Delete takes out, Ctrl+A selects all, Escape nothing.
 */
export function useGridKeys(grid: {
  readonly columns: () => number
  readonly rows: () => number
  readonly reveal: (photoId: string) => void
}): { onKey: (event: KeyboardEvent) => void } {
  const view = useLibraryView()
  const { attempt } = useToasts()

  function move(event: KeyboardEvent, how: Move): void {
    const { focus } = view.selection
    const at = focus === undefined ? undefined : view.places.get(focus)
    const to = at === undefined ? 0 : moved(at, how, view.shown.length, grid.columns(), grid.rows())
    const photo = view.shown[to]
    if (!photo) return
    if (event.shiftKey) view.choose(photo.id, 'range')
    else if (commandHeld(event)) view.focus(photo.id)
    else view.choose(photo.id, 'alone')
    grid.reveal(photo.id)
  }

  /** Whether the key was for the grid. */
  function handle(event: KeyboardEvent): boolean {
    const { focus, ids } = view.selection
    const how = moves[event.key]
    if (how) move(event, how)
    else if (event.key === ' ' && focus !== undefined) view.choose(focus, 'toggle')
    else if (event.key === 'Enter' && focus !== undefined && !commandHeld(event)) view.complete(focus)
    else if (event.key === 'Delete' || event.key === 'Backspace') void attempt(() => view.removeChosen())
    else if (event.key.toLowerCase() === 'a' && commandHeld(event)) view.selectAll()
    else if (event.key === 'Escape' && ids.size > 0) view.clear()
    else return false
    return true
  }

  return {
    onKey(event) {
      if (handle(event)) event.preventDefault()
    },
  }
}
