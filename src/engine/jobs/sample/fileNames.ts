import { PixelloomError } from '../../../shared/errors'

/** What a file is called unless said. */
export const defaultTemplate = 'sample-{number}.png'

/**
 * Names of files by a template: `{number}` counts from 1 and `{index}` from 0, both with as many digits as the
 * last; `{seed}` is the seed. `invalid-argument` for one that names two images alike, or leads elsewhere.
 */
export function fileNames(
  template: string,
  { count, seed }: { count: number; seed: number },
): (index: number) => string {
  const wrong = (why: string): PixelloomError =>
    new PixelloomError('invalid-argument', `The name "${template}" ${why}.`, template)
  if (!/\{(number|index)\}/.test(template))
    throw wrong('needs {number} or {index}, so that every image has its own')
  if (/[\\/]|^\.|[<>:"|?*]/.test(template)) throw wrong('is no plain file name')
  if (!template.endsWith('.png')) throw wrong('must end in .png')
  const unknown = /\{(?!number\}|index\}|seed\})[^}]*\}/.exec(template)
  if (unknown) throw wrong(`has ${unknown[0]}; there are {number}, {index} and {seed}`)
  const digits = String(count).length
  const padded = (value: number): string => String(value).padStart(digits, '0')
  return (index) =>
    template
      .replaceAll('{number}', padded(index + 1))
      .replaceAll('{index}', padded(index))
      .replaceAll('{seed}', String(seed))
}
