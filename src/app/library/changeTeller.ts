import type { Photo } from '../../shared/contract/entities'

/** What changed in the library since it was last told. */
export interface LibraryDelta {
  readonly added: Photo[]
  readonly changed: Photo[]
  readonly removed: string[]
}

/** What happened to a photo since it was last told. */
type Happening = 'added' | 'changed' | 'removed'

/** Most photos in one telling: what is more follows in the next. */
const most = 2000

/**
 * Gathers changes and tells them about four times a second, each photo once and as it is by then: one that came
 * and went in between is not spoken of.
 */
export class ChangeTeller {
  readonly #happened = new Map<string, Happening>()
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(
    private readonly describe: (photoId: string) => Photo | undefined,
    private readonly tell: (delta: LibraryDelta) => void,
    private readonly spacing = 250,
  ) {}

  note(photoId: string, what: Happening): void {
    const joined = join(this.#happened.get(photoId), what)
    this.#happened.delete(photoId)
    if (joined) this.#happened.set(photoId, joined)
    this.#timer ??= setTimeout(() => this.flush(), this.spacing)
  }

  /** Tells now what there is to tell. */
  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const [added, changed, removed]: [Photo[], Photo[], string[]] = [[], [], []]
    for (const [id, what] of this.#happened) {
      if (added.length + changed.length + removed.length >= most) break
      this.#happened.delete(id)
      const photo = this.describe(id)
      if (what === 'removed' || !photo) removed.push(id)
      else if (what === 'added') added.push(photo)
      else changed.push(photo)
    }
    if (added.length + changed.length + removed.length > 0) this.tell({ added, changed, removed })
    if (this.#happened.size > 0) this.#timer ??= setTimeout(() => this.flush(), this.spacing)
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#happened.clear()
  }
}

function join(before: Happening | undefined, now: Happening): Happening | undefined {
  if (before === undefined) return now
  if (now === 'removed') return before === 'added' ? undefined : 'removed'
  // One that was taken out and came back is told as it is now.
  return before === 'added' ? 'added' : 'changed'
}
