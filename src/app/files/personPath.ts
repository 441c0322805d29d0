import { homedir } from 'node:os'
import { isAbsolute, join, normalize } from 'node:path'
import { failure } from '../../shared/errors'

/**
 * A path as a person typed it into a field: `~` is their home. Relative ones are refused, since in a window
 * nobody can know what they are relative to.
 */
export function personPath(typed: string, parameter: string): string {
  const trimmed = typed.trim()
  const path = /^~(?=[/\\]|$)/.test(trimmed) ? join(homedir(), trimmed.slice(1)) : trimmed
  if (isAbsolute(path)) return normalize(path)
  throw failure('files.notWhole', { typed }, parameter)
}
