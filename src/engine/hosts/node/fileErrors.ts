import { failure, PixelloomError } from '../../../shared/errors'

/** The code of a failed system call ("ENOENT"), or undefined for anything else that was thrown. */
export function systemCode(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error) || !('code' in thrown)) return undefined
  return typeof thrown.code === 'string' ? thrown.code : undefined
}

/** Why a path can't be read, as an error that says what to do. What is no system error stays as it is. */
export function readError(path: string, thrown: unknown): unknown {
  const system = systemCode(thrown)
  if (thrown instanceof PixelloomError || system === undefined) return thrown
  const parts = { cause: thrown }
  switch (system) {
    case 'ENOENT':
    case 'ENOTDIR':
      return failure('files.missing', { path }, path, parts)
    case 'EACCES':
    case 'EPERM':
      return failure('files.denied', { path }, path, parts)
    case 'ELOOP':
      return failure('files.linkLoop', { path }, path, parts)
    case 'EISDIR':
      return failure('files.isFolder', { path }, path, parts)
    case 'EMFILE':
    case 'ENFILE':
      return failure('files.tooManyOpen', { path }, path, parts)
    default:
      return failure('files.unreadable', { path, system }, path, parts)
  }
}

/** Why a path can't be written, as a `disk` error that says what to do. */
export function writeError(path: string, thrown: unknown): unknown {
  const system = systemCode(thrown)
  if (thrown instanceof PixelloomError || system === undefined) return thrown
  const parts = { cause: thrown }
  switch (system) {
    case 'ENOSPC':
    case 'EDQUOT':
      return failure('files.full', { path }, path, parts)
    case 'EROFS':
      return failure('files.readOnly', { path }, path, parts)
    case 'EACCES':
    case 'EPERM':
      return failure('files.writeDenied', { path }, path, parts)
    case 'ENOENT':
      return failure('files.noParent', { path }, path, parts)
    case 'ENOTDIR':
    case 'EEXIST':
    case 'EISDIR':
    case 'ENOTEMPTY':
      return failure('files.inTheWay', { path }, path, parts)
    default:
      return failure('files.unwritable', { path, system }, path, parts)
  }
}
