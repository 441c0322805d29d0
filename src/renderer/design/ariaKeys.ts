const names: Readonly<Record<string, string>> = {
  Ctrl: 'Control',
  Strg: 'Control',
  '⌘': 'Meta',
  '⇧': 'Shift',
}

/** Keys as they are shown ("Ctrl ⇧ Z") in the words of `aria-keyshortcuts` ("Control+Shift+Z"). */
export function ariaKeys(shown: string | undefined): string | undefined {
  return shown
    ?.split(' ')
    .map((key) => names[key] ?? key)
    .join('+')
}
