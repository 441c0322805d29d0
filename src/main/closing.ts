import type { BrowserWindow, MessageBoxSyncOptions } from 'electron'

const keep = 0

/** Closing the window ends a training, if gently: worth a question. */
export function confirmClosing(
  window: BrowserWindow,
  ask: (question: MessageBoxSyncOptions) => number,
  training: () => boolean,
): void {
  window.on('close', (event) => {
    if (!training()) return
    const answer = ask({
      type: 'question',
      message: 'A training is running.',
      detail: 'Its last checkpoint is kept, and it can go on from there the next time.',
      buttons: ['Keep training', 'Stop and close'],
      defaultId: keep,
      cancelId: keep,
    })
    if (answer === keep) event.preventDefault()
  })
}
