import { basename } from 'node:path'
import { stat } from 'node:fs/promises'
import { watch, type FSWatcher } from 'chokidar'
import { hasImageName } from '../../engine/pixels/signature'

/** How it stands with a watched folder. */
export type WatchState =
  | { readonly state: 'reading' | 'watching' | 'missing' }
  | { readonly state: 'failed'; readonly reason: string }

export interface WatchedFoldersParts {
  /** Image files that are there, at the start all of them, then those that appear or change. */
  readonly found: (paths: readonly string[]) => Promise<void>
  /** Image files that were there and are not. */
  readonly gone: (paths: readonly string[]) => void
  readonly changed: () => void
  readonly log: (message: string) => void
}

/** Milliseconds in which events are gathered: a camera's card is copied in one go. */
const gathering = 300

/** Watches folders at any depth. Hidden names are left out, and links are not followed, as they may lead anywhere. */
export class WatchedFolders {
  readonly #watchers = new Map<string, FSWatcher>()
  readonly #states = new Map<string, WatchState>()
  readonly #appeared = new Set<string>()
  readonly #vanished = new Set<string>()
  #timer: ReturnType<typeof setTimeout> | undefined
  #working: Promise<void> = Promise.resolve()

  constructor(private readonly parts: WatchedFoldersParts) {}

  stateOf(folder: string): WatchState {
    return this.#states.get(folder) ?? { state: 'reading' }
  }

  async add(folder: string): Promise<void> {
    if (this.#watchers.has(folder)) return
    const watcher = watch(folder, {
      ignored: (path, stats) =>
        (path !== folder && basename(path).startsWith('.')) ||
        (stats?.isFile() === true && !hasImageName(path)),
      followSymlinks: false,
      // A photo that is still being written is no photo yet.
      awaitWriteFinish: { stabilityThreshold: 500, pollInterval: 100 },
    })
    this.#watchers.set(folder, watcher)
    const there = await stat(folder).then(
      (found) => found.isDirectory(),
      () => false,
    )
    this.#move(folder, { state: there ? 'reading' : 'missing' })
    watcher
      .on('add', (path) => this.#note(this.#appeared, this.#vanished, path))
      .on('change', (path) => this.#note(this.#appeared, this.#vanished, path))
      .on('unlink', (path) => this.#note(this.#vanished, this.#appeared, path))
      .on('addDir', (path) => path === folder && this.#move(folder, { state: 'watching' }))
      .on('unlinkDir', (path) => path === folder && this.#move(folder, { state: 'missing' }))
      .on('ready', () => there && this.#move(folder, { state: 'watching' }))
      .on('error', (error) => {
        const reason = error instanceof Error ? error.message : String(error)
        this.parts.log(`Watching ${folder} failed: ${reason}`)
        this.#move(folder, { state: 'failed', reason })
      })
  }

  async remove(folder: string): Promise<void> {
    const watcher = this.#watchers.get(folder)
    this.#watchers.delete(folder)
    this.#states.delete(folder)
    await watcher?.close()
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer)
    await Promise.all([...this.#watchers.keys()].map((folder) => this.remove(folder)))
    await this.#working
  }

  #move(folder: string, state: WatchState): void {
    if (!this.#watchers.has(folder)) return
    this.#states.set(folder, state)
    this.parts.changed()
  }

  #note(into: Set<string>, outOf: Set<string>, path: string): void {
    into.add(path)
    outOf.delete(path)
    this.#timer ??= setTimeout(() => this.#hand(), gathering)
  }

  #hand(): void {
    this.#timer = undefined
    const [appeared, vanished] = [[...this.#appeared], [...this.#vanished]]
    this.#appeared.clear()
    this.#vanished.clear()
    // What appeared first: a file that was moved is then known to be the one that vanished.
    this.#working = this.#working
      .then(() => (appeared.length > 0 ? this.parts.found(appeared) : undefined))
      .then(() => this.parts.gone(vanished))
      .catch((error: unknown) => this.parts.log(`A watched folder could not be taken in: ${String(error)}`))
  }
}
