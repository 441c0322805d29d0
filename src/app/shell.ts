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
  /** A file that holds a model. */
  chooseModelFile(): Promise<string | null>
  /** Where to save a file: an absolute path. The app writes it. */
  chooseSavePath(defaultName: string): Promise<string | null>
  /** Shows a file or folder among its siblings, in the system's file manager. */
  showInFolder(path: string): void
  /** Puts the picture of an image file on the clipboard. `not-an-image` where the system can't read it. */
  copyImage(path: string): Promise<void>
  /**
   * Hands files to the drag that has just begun in the page, so that they can be dropped on another program. The page
   * asks for it while it hears `dragstart`, whose own drag it prevents.
   */
  startDrag(paths: readonly string[]): void
  /** Moves a file or folder to where the system's user can fetch it back from. `disk` where it can't be moved. */
  trash(path: string): Promise<void>
}

/** `serve`: files come as bytes and leave as downloads. */
export interface BrowserShell {
  readonly kind: 'browser'
}

export const browserShell: BrowserShell = { kind: 'browser' }
