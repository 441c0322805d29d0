import type { BrowserWindow, MessageBoxSyncOptions } from 'electron'
import type { Texts } from './text'

const keep = 0

/** Closing the window ends a training, if gently: worth a question. */
export function confirmClosing(
  window: BrowserWindow,
  ask: (question: MessageBoxSyncOptions) => number,
  training: () => boolean,
  texts: () => Texts,
  /** The person stays. */
  stay: () => void = () => undefined,
): void {
  window.on('close', (event) => {
    if (!training()) return
    const { message, detail, keep: keepOn, stop } = texts().closing
    const answer = ask({
      type: 'question',
      message,
      detail,
      buttons: [keepOn, stop],
      defaultId: keep,
      cancelId: keep,
    })
    if (answer !== keep) return
    event.preventDefault()
    stay()
  })
}
