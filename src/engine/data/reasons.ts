import { PixelloomError } from '../../shared/errors'

/**
 * Why a file is left out, to be read after its name: the message of a PixelloomError without the path that
 * it begins with. Anything else is a mistake of ours and thrown again.
 */
export function reasonOf(thrown: unknown, path: string): string {
  if (!(thrown instanceof PixelloomError) || thrown.code === 'cancelled') throw thrown
  return thrown.message.startsWith(`${path} `) ? thrown.message.slice(path.length + 1) : thrown.message
}
