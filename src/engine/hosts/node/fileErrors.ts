import { PixelloomError } from '../../../shared/errors'

/** The code of a failed system call ("ENOENT"), or undefined for anything else that was thrown. */
export function systemCode(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error) || !('code' in thrown)) return undefined
  return typeof thrown.code === 'string' ? thrown.code : undefined
}

/** Why a path can't be read, as an error that says what to do. What is no system error stays as it is. */
export function readError(path: string, thrown: unknown): unknown {
  const code = systemCode(thrown)
  if (thrown instanceof PixelloomError || code === undefined) return thrown
  const fail = (kind: 'not-found' | 'unreadable', message: string): PixelloomError =>
    new PixelloomError(kind, message, path, { cause: thrown })
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return fail('not-found', `There is nothing at ${path}. Check the path.`)
    case 'EACCES':
    case 'EPERM':
      return fail('unreadable', `${path} can't be read: permission denied. Give yourself access to it.`)
    case 'ELOOP':
      return fail('unreadable', `${path} is a link that leads back to itself. Remove it or mend it.`)
    case 'EISDIR':
      return fail('unreadable', `${path} is a folder, where a file is expected.`)
    case 'EMFILE':
    case 'ENFILE':
      return fail('unreadable', `${path} can't be read: too many files are open. Close some programs.`)
    default:
      return fail('unreadable', `${path} can't be read (${code}). Check the disk that it is on.`)
  }
}

/** Why a path can't be written, as a `disk` error that says what to do. */
export function writeError(path: string, thrown: unknown): unknown {
  const code = systemCode(thrown)
  if (thrown instanceof PixelloomError || code === undefined) return thrown
  const fail = (message: string): PixelloomError =>
    new PixelloomError('disk', message, path, { cause: thrown })
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return fail(`There is no space left to write ${path}. Free some, or choose another disk.`)
    case 'EROFS':
      return fail(`${path} is on a disk that can only be read. Choose another folder.`)
    case 'EACCES':
    case 'EPERM':
      return fail(`${path} can't be written: permission denied. Choose a folder of your own.`)
    case 'ENOENT':
      return fail(`${path} can't be written: its folder doesn't exist. Make the folder first.`)
    case 'ENOTDIR':
    case 'EEXIST':
    case 'EISDIR':
    case 'ENOTEMPTY':
      return fail(`${path} can't be written: something else is in its place. Choose another name.`)
    default:
      return fail(`${path} can't be written (${code}). Check the disk that it is on.`)
  }
}
