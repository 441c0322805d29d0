import { PixelloomError } from '../../../shared/errors'

/** What a file is called unless said, but for its extension. */
export const defaultTemplate = 'sample-{number}'

/**
 * Names of files by a template: `{number}` counts from 1 and `{index}` from 0, both with as many digits as the
 * last; `{seed}` is the seed. The extension may be left out. `invalid-argument` for a template that names two
 * images alike, leads elsewhere, or promises another kind of file.
 */
export function fileNames(
  template: string,
  { count, seed, extension }: { count: number; seed: number; extension: string },
): (index: number) => string {
  const wrong = (why: string): PixelloomError =>
    new PixelloomError('invalid-argument', `The name "${template}" ${why}.`, template)
  if (!/\{(number|index)\}/.test(template))
    throw wrong('needs {number} or {index}, so that every image has its own')
  if (/[\\/]|^\.|[<>:"|?*]/.test(template)) throw wrong('is no plain file name')
  const ending = /\.[A-Za-z]+$/.exec(template)?.[0]
  if (ending !== undefined && ending !== extension) throw wrong(`must end in ${extension}`)
  const unknown = /\{(?!number\}|index\}|seed\})[^}]*\}/.exec(template)
  if (unknown) throw wrong(`has ${unknown[0]}; there are {number}, {index} and {seed}`)
  const digits = String(count).length
  const padded = (value: number): string => String(value).padStart(digits, '0')
  return (index) =>
    (ending === undefined ? template + extension : template)
      .replaceAll('{number}', padded(index + 1))
      .replaceAll('{index}', padded(index))
      .replaceAll('{seed}', String(seed))
}
