import { PixelloomError } from '../../shared/errors'
import type { SkippedFile } from '../../shared/jobs'
import { say, type Reason, type ReasonId, type ReasonValues, type Told } from '../../shared/reasons'

/** Why a file is left out. */
export type Why = Omit<SkippedFile, 'path'>

/**
 * Why a file is left out, to be read after its name: the message of a PixelloomError without the path that
 * it begins with. Anything else is a mistake of ours and thrown again.
 */
export function reasonOf(thrown: unknown, path: string): Why {
  if (!(thrown instanceof PixelloomError) || thrown.code === 'cancelled') throw thrown
  return why(path, thrown.message, thrown.because)
}

/** A file that is left out, by the id of a sentence that begins with its path. */
export function leftOut<Id extends ReasonId>(
  path: string,
  id: Id,
  values: Omit<ReasonValues<Id>, 'path'>,
): SkippedFile {
  // The path is all that was left out of them, where there is a place for it at all.
  const { text, because } = say(id, { ...values, path } as unknown as ReasonValues<Id>)
  return { path, ...why(path, text, because) }
}

/** What is said of a left-out file, to be told on. */
export function toldOf({ path, reason, because }: SkippedFile): Told {
  return { text: reason, ...(because && { because: { ...because, values: { path, ...because.values } } }) }
}

/** Without the path that whoever is told knows: of very many files it would be there twice. */
function why(path: string, text: string, because: Reason | undefined): Why {
  const reason = text.startsWith(`${path} `) ? text.slice(path.length + 1) : text
  if (because?.values['path'] !== path) return { reason, ...(because && { because }) }
  const { path: _path, ...values } = because.values
  return { reason, because: { id: because.id, values } }
}
