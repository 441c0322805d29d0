import { failure } from '../../../shared/errors'

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
  const name = template
  const places = { number: '{number}', index: '{index}', seed: '{seed}' }
  if (!template.includes(places.number) && !template.includes(places.index)) {
    throw failure('jobs.nameWithoutNumber', { name, number: places.number, index: places.index }, template)
  }
  if (/[\\/]|^\.|[<>:"|?*]/.test(template)) throw failure('jobs.nameNotPlain', { name }, template)
  const ending = /\.[A-Za-z]+$/.exec(template)?.[0]
  if (ending !== undefined && ending !== extension) {
    throw failure('jobs.nameEnding', { name, ending: extension }, template)
  }
  const unknown = /\{(?!number\}|index\}|seed\})[^}]*\}/.exec(template)
  if (unknown) throw failure('jobs.namePlace', { name, place: unknown[0], ...places }, template)
  const digits = String(count).length
  const padded = (value: number): string => String(value).padStart(digits, '0')
  return (index) =>
    (ending === undefined ? template + extension : template)
      .replaceAll(places.number, padded(index + 1))
      .replaceAll(places.index, padded(index))
      .replaceAll(places.seed, String(seed))
}
