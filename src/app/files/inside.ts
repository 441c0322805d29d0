import { realpath } from 'node:fs/promises'
import { isAbsolute, join, relative, sep } from 'node:path'
import { PixelloomError } from '../../shared/errors'

/** One step of an address: a name that no file system reads as anything but a name. */
const plainSegment = /^[\p{L}\p{N}_-][\p{L}\p{N} ._()+,@~-]*$/u

/** Whether an address is made of plain names only: no `..`, no empty step, no separator in disguise. */
export function isPlainAddress(address: string): boolean {
  return address.split('/').every((segment) => plainSegment.test(segment))
}

/**
 * Whether `path` lies in `folder`. Both must be real paths, or a link decides what lies where; a sibling
 * that starts with the same letters (`/data/jobs-old` and `/data/jobs`) does not.
 */
export function liesInside(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

/**
 * The real path of a file that must lie in one of these folders when every link is followed. `not-found`
 * where it isn't there, `forbidden` where it lies elsewhere.
 */
export async function realPathInside(folders: readonly string[], path: string): Promise<string> {
  const real = await realPathOf(path)
  for (const folder of folders) {
    const root = await realpath(folder).catch(() => undefined)
    if (root !== undefined && liesInside(root, real)) return real
  }
  throw new PixelloomError('forbidden', 'This address leads out of the folders that may be shown.')
}

/** An address below one folder as a real path in it. Same errors. */
export async function resolveBelow(folder: string, address: string): Promise<string> {
  if (!isPlainAddress(address)) {
    throw new PixelloomError('forbidden', 'This address leads out of the folders that may be shown.', address)
  }
  return realPathInside([folder], join(folder, ...address.split('/')))
}

/** `not-found` where it isn't there, or a link on the way leads nowhere or in a circle. */
async function realPathOf(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch (cause) {
    throw new PixelloomError('not-found', 'There is no such file.', path, { cause })
  }
}
