import type { App } from 'electron'

/** How the app comes to its end. */
export interface Quitting {
  /** A window is closed, or asked to close: where it was the app's last, the app ends. */
  windowGone(): void
  /** The person was asked and stays. */
  stay(): void
}

interface QuittingParts {
  readonly app: Pick<App, 'on' | 'quit'>
  readonly platform: NodeJS.Platform
  /** Whether the app's own window is there. Hidden ones, which lend graphics cards, don't count. */
  readonly hasWindow: () => boolean
  /** Until running jobs have kept what they have. */
  readonly close: () => Promise<void>
}

/**
 * Quits when the last window of the app is closed, but on a Mac, where an app may be without; and lets Electron wait with
 * it until all is closed. Hidden windows stay that long, for engines to save what lies on their cards.
 */
export function watchQuitting({ app, platform, hasWindow, close }: QuittingParts): Quitting {
  let isAsked = false
  let state: 'open' | 'closing' | 'closed' = 'open'

  function finish(): void {
    if (state !== 'open') return
    state = 'closing'
    void close()
      .catch((error: unknown) => console.error(error))
      .finally(() => {
        state = 'closed'
        app.quit()
      })
  }
  function windowGone(): void {
    if (!hasWindow() && (isAsked || platform !== 'darwin')) finish()
  }

  app.on('before-quit', () => (isAsked = true))
  app.on('window-all-closed', windowGone)
  app.on('will-quit', (event) => {
    if (state === 'closed') return
    event.preventDefault()
    finish()
  })
  return { windowGone, stay: () => (isAsked = false) }
}
