import type { WindowShell } from '../../../src/app/shell'

/** A window in front of which nobody sits: every dialog is closed, and what else is asked of it is nothing. */
export function windowShellWith(answers: Partial<WindowShell> = {}): WindowShell {
  return {
    kind: 'window',
    chooseFolder: () => Promise.resolve(null),
    chooseImages: () => Promise.resolve([]),
    chooseModelFile: () => Promise.resolve(null),
    chooseSavePath: () => Promise.resolve(null),
    showInFolder: () => undefined,
    copyImage: () => Promise.resolve(),
    startDrag: () => undefined,
    trash: () => Promise.resolve(),
    ...answers,
  }
}
