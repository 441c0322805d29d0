import { onMounted, onUnmounted } from 'vue'
import { useAccepted } from '../stores/accepted'
import { useDesk } from '../stores/desk'
import { useLibrary } from '../stores/library'
import { useLiking } from '../stores/liking'
import { useMaskExchange } from '../stores/maskExchange'
import { useSurprise } from '../stores/surprise'
import { useToasts } from '../stores/toasts'
import { useWorkbench } from '../stores/workbench'
import type { ViewportControl } from './useViewport'
import { commandHeld, presses, takenByControl, typing } from './keys'

type Action = () => void

/** The keys of the Complete view, as the help lists them. */
export function useCompleteKeys(control: ViewportControl, stage: () => HTMLElement | null): void {
  const desk = useDesk()
  const workbench = useWorkbench()
  const liking = useLiking()
  const accepted = useAccepted()
  const surprise = useSurprise()
  const library = useLibrary()
  const exchange = useMaskExchange()
  const { attempt } = useToasts()
  /** The stage got the focus from the pointer: only then is Tab free to be held. */
  let pointed = false

  const longerSide = (): number => Math.max(desk.photo?.width ?? 1, desk.photo?.height ?? 1)

  const plain: Record<string, Action> = {
    b: () => desk.take('brush'),
    e: () => desk.take('eraser'),
    r: () => desk.take('rectangle'),
    m: () => desk.take('frame'),
    l: () => (desk.editing ? desk.take('lasso') : liking.begin()),
    u: surprise.toggle,
    i: () => desk.mask?.invert(),
    Delete: () => desk.mask?.clear(),
    Backspace: () => desk.mask?.clear(),
    '[': () => workbench.grow(-1, longerSide()),
    ']': () => workbench.grow(1, longerSide()),
    f: control.fit,
    z: control.actual,
    c: () => (workbench.comparing = !desk.editing && !workbench.comparing),
    '+': () => control.zoom(1.25),
    '=': () => control.zoom(1.25),
    '-': () => control.zoom(0.8),
    '0': () => (desk.editing ? control.fit() : desk.showVariant(undefined)),
    ArrowLeft: () => desk.flip(-1),
    ArrowRight: () => desk.flip(1),
    PageUp: () => library.step(-1),
    PageDown: () => library.step(1),
  }
  /** While colours lie over the photo, arrows go from pixel to pixel. */
  const looking: Record<string, Action> = {
    ArrowLeft: () => surprise.move(-1, 0),
    ArrowRight: () => surprise.move(1, 0),
    ArrowUp: () => surprise.move(0, -1),
    ArrowDown: () => surprise.move(0, 1),
    Escape: surprise.toggle,
  }
  const command: Record<string, Action> = {
    c: () => void attempt(desk.copyShown),
    z: () => void attempt(accepted.undo),
    Z: () => desk.mask?.redo(),
    y: () => desk.mask?.redo(),
    C: exchange.copy,
    V: exchange.paste,
    s: () => void attempt(desk.saveShown),
    Enter: () => void attempt(liking.variant ? liking.draw : desk.complete),
  }

  function actionFor(event: KeyboardEvent): Action | undefined {
    if (commandHeld(event)) {
      const taken = typing(event) ? event.key !== 'Enter' : event.key === 'c' && copiesText()
      return taken ? undefined : command[event.key]
    }
    if (event.metaKey || event.ctrlKey || takenByControl(event)) return undefined
    if (/^[1-9]$/.test(event.key)) return () => desk.showVariant(Number(event.key) - 1)
    if (event.key === 'Enter') {
      const acceptable = desk.shown?.address !== undefined && !presses(event)
      return acceptable ? () => void attempt(accepted.accept) : undefined
    }
    if (surprise.open && looking[event.key]) return looking[event.key]
    if (event.key === 'Escape') return liking.variant && liking.end
    return plain[event.key.length === 1 ? event.key.toLowerCase() : event.key]
  }

  /** There is text that was selected, or no picture to be copied. */
  function copiesText(): boolean {
    return desk.shown?.address === undefined || (getSelection()?.toString() ?? '') !== ''
  }

  function onDown(event: KeyboardEvent): void {
    if (event.defaultPrevented) return
    if (event.key === 'Tab') {
      if (!tabIsFree(event)) return
      event.preventDefault()
      desk.peeking = true
      return
    }
    const action = actionFor(event)
    if (!action) return
    event.preventDefault()
    action()
  }

  /** Tab moves the focus for whoever works by keyboard; it is held for the original by whoever points. */
  function tabIsFree(event: KeyboardEvent): boolean {
    if (event.shiftKey || desk.editing) return false
    const focused = document.activeElement
    return focused === document.body || (focused === stage() && pointed)
  }

  function onUp(event: KeyboardEvent): void {
    if (event.key === 'Tab') desk.peeking = false
  }

  function onPointer(event: PointerEvent): void {
    pointed = event.target instanceof Node && (stage()?.contains(event.target) ?? false)
  }

  onMounted(() => {
    window.addEventListener('keydown', onDown)
    window.addEventListener('keyup', onUp)
    window.addEventListener('pointerdown', onPointer)
  })
  onUnmounted(() => {
    window.removeEventListener('keydown', onDown)
    window.removeEventListener('keyup', onUp)
    window.removeEventListener('pointerdown', onPointer)
    desk.peeking = false
  })
}
