import { commandKey } from '../composables/keys'
import { t } from '../i18n'

/** Where a shortcut works: also the order in which lists show them. */
export const shortcutGroups = ['window', 'mask', 'view', 'results', 'library', 'queue'] as const
export type ShortcutGroup = (typeof shortcutGroups)[number]

/**
 * Every key that does something by itself, once: the help and the settings show this list, and whoever
 * handles a key adds it here. A chord is written "Mod+Shift+Z", Mod being Ctrl or, on a Mac, Cmd; what it
 * does stands in the texts, as `shortcuts.does.<id>`.
 */
export const shortcuts = [
  { id: 'help', group: 'window', keys: ['?'] },
  { id: 'settings', group: 'window', keys: ['Mod+,'] },
  { id: 'close', group: 'window', keys: ['Escape'] },
  { id: 'brush', group: 'mask', keys: ['B'] },
  { id: 'eraser', group: 'mask', keys: ['E'] },
  { id: 'lasso', group: 'mask', keys: ['L'] },
  { id: 'rectangle', group: 'mask', keys: ['R'] },
  { id: 'cross', group: 'mask', keys: ['Enter'] },
  { id: 'brushSize', group: 'mask', keys: ['[', ']'] },
  { id: 'invert', group: 'mask', keys: ['I'] },
  { id: 'clear', group: 'mask', keys: ['Delete'] },
  { id: 'undo', group: 'mask', keys: ['Mod+Z'] },
  { id: 'redo', group: 'mask', keys: ['Mod+Shift+Z'] },
  { id: 'copyMask', group: 'mask', keys: ['Mod+Shift+C'] },
  { id: 'pasteMask', group: 'mask', keys: ['Mod+Shift+V'] },
  { id: 'frame', group: 'mask', keys: ['M'] },
  { id: 'zoom', group: 'view', keys: ['Wheel', 'Plus', 'Minus'] },
  { id: 'pan', group: 'view', keys: ['Space'] },
  { id: 'panByKeys', group: 'view', keys: ['Mod+Left', 'Mod+Right'] },
  { id: 'fit', group: 'view', keys: ['F'] },
  { id: 'actual', group: 'view', keys: ['Z'] },
  { id: 'neighbours', group: 'view', keys: ['PageUp', 'PageDown'] },
  { id: 'complete', group: 'results', keys: ['Mod+Enter'] },
  { id: 'variant', group: 'results', keys: ['1', '…', '9'] },
  { id: 'backToMask', group: 'results', keys: ['0'] },
  { id: 'flip', group: 'results', keys: ['Left', 'Right'] },
  { id: 'original', group: 'results', keys: ['Tab'] },
  { id: 'compare', group: 'results', keys: ['C'] },
  { id: 'surprise', group: 'results', keys: ['U'] },
  { id: 'copy', group: 'results', keys: ['Mod+C'] },
  { id: 'save', group: 'results', keys: ['Mod+S'] },
  { id: 'like', group: 'results', keys: ['L'] },
  { id: 'accept', group: 'results', keys: ['Enter'] },
  { id: 'pick', group: 'library', keys: ['Left', 'Right', 'Up', 'Down'] },
  { id: 'pickRange', group: 'library', keys: ['Shift+Left', 'Shift+Right'] },
  { id: 'pickMore', group: 'library', keys: ['Space'] },
  { id: 'pickAll', group: 'library', keys: ['Mod+A'] },
  { id: 'completePhoto', group: 'library', keys: ['Enter'] },
  { id: 'takeOut', group: 'library', keys: ['Delete'] },
  { id: 'order', group: 'queue', keys: ['Alt+Up', 'Alt+Down'] },
] as const satisfies readonly { id: string; group: ShortcutGroup; keys: readonly string[] }[]

export type Shortcut = (typeof shortcuts)[number]

export function shortcutsOf(group: ShortcutGroup): Shortcut[] {
  return shortcuts.filter((shortcut) => shortcut.group === group)
}

/** What a shortcut does, in the person's language. */
export function doneBy({ id }: Shortcut): string {
  return t(`shortcuts.does.${id}`)
}

const symbols: Readonly<Record<string, string>> = {
  Shift: '⇧',
  Plus: '+',
  Minus: '−',
  Left: '←',
  Right: '→',
  Up: '↑',
  Down: '↓',
}
const named = ['Escape', 'Delete', 'Wheel', 'Space', 'PageUp', 'PageDown', 'Enter', 'Tab'] as const

/** A chord as keyboards of the person's language are labelled: "Ctrl ⇧ Z", "Strg Z". */
export function chordInWords(chord: string): string {
  return chord
    .split('+')
    .map((key) => {
      if (key === 'Mod') return commandKey === '⌘' ? commandKey : t('shortcuts.keys.Control')
      const name = named.find((one) => one === key)
      return name ? t(`shortcuts.keys.${name}`) : (symbols[key] ?? key)
    })
    .join(' ')
}
