const ownTyping =
  'input:not([type="radio"]):not([type="checkbox"]):not([type="range"]), textarea, [contenteditable]'
/** Widgets with a use of their own for arrows, digits and letters. */
const ownKeys = '[role="slider"], [role="listbox"], [role="option"], [role="dialog"], [role="menu"], input'

/** A key that goes into a text field. */
export function typing(event: KeyboardEvent): boolean {
  return event.target instanceof Element && event.target.closest(ownTyping) !== null
}

/** A key that belongs to the control with the focus, not to the view. */
export function takenByControl(event: KeyboardEvent): boolean {
  return event.target instanceof Element && event.target.closest(ownKeys) !== null
}

/** Enter presses what has the focus. */
export function presses(event: KeyboardEvent): boolean {
  return event.target instanceof Element && event.target.closest('button, a, summary') !== null
}

const onMac = /Mac|iPhone|iPad/.test(navigator.platform)

/** Ctrl, or Cmd on a Mac. */
export function commandHeld(event: KeyboardEvent | WheelEvent | PointerEvent): boolean {
  return onMac ? event.metaKey : event.ctrlKey
}

export const commandKey = onMac ? '⌘' : 'Ctrl'
