/**
 * What an app can ask of the person in front of it, which differs between a window and a browser. The
 * window's dialogs are handed in by Electron's main process; a browser has none on the app's side.
 */
export type Shell = WindowShell | BrowserShell

/** A window with the system's own dialogs. Every one answers null or nothing where it was closed. */
export interface WindowShell {
  readonly kind: 'window'
  chooseFolder(): Promise<string | null>
  chooseImages(): Promise<readonly string[]>
  /** Where to save a file: an absolute path. The app writes it. */
  chooseSavePath(defaultName: string): Promise<string | null>
}

/** `serve`: files come as bytes and leave as downloads. */
export interface BrowserShell {
  readonly kind: 'browser'
}

export const browserShell: BrowserShell = { kind: 'browser' }
