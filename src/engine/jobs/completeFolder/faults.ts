import { type ErrorCode, failure, PixelloomError, toErrorValue } from '../../../shared/errors'
import { reasonOf, type Why } from '../../data/reasons'

/** What is no file's own fault: the next one would fail as well, or is not wanted any more. */
const everybodys: ReadonlySet<ErrorCode> = new Set([
  'cancelled',
  'disk',
  'model-damaged',
  'runtime-unavailable',
  'diverged',
  'engine-stopped',
])

/** What may be one file's fault, or what was asked for, or ours. */
const doubtful: ReadonlySet<ErrorCode> = new Set(['internal', 'unsupported', 'out-of-memory'])

/** So many files in a row that fail of something doubtful are not to blame for it. */
const patience = 3

/** Tells what is wrong with one file from what is wrong with the whole run. */
export class Faults {
  #doubts = 0

  /** A file went well: so it is neither the engine nor what was asked for. */
  passed(): void {
    this.#doubts = 0
  }

  /** Why this file is left out, to be read after its path; what must end the run is thrown again. */
  reasonOf(thrown: unknown, path: string): Why {
    const { code, message, because } = toErrorValue(thrown)
    if (everybodys.has(code)) throw thrown
    this.#doubts = doubtful.has(code) ? this.#doubts + 1 : 0
    if (this.#doubts >= patience) throw thrown
    if (thrown instanceof PixelloomError) return reasonOf(thrown, path)
    return reasonOf(
      failure('images.notCompleted', { path, why: { text: message, ...(because && { because }) } }),
      path,
    )
  }
}
