import type { InstallProgress } from '../../../shared/tensorflow'

/** What every step of an installation works with. */
export interface InstallContext {
  /** The folder that becomes the installed one; goes with all it holds where anything fails. */
  readonly folder: string
  readonly signal: AbortSignal
  readonly progress: (progress: InstallProgress) => void
  /** Throws `disk` where so many bytes don't fit. */
  readonly mustFit: (bytes: number) => Promise<void>
}

/** TensorFlow's libraries and headers. */
export interface FoundLibrary {
  readonly version: string
  /** Folder of the shared libraries. */
  readonly library: string
  readonly include: string
  /** Whether they lie in the installed folder, and so move and go with it. */
  readonly own: boolean
  /** Removes what was needed to build only. */
  readonly trim?: () => Promise<void>
}
