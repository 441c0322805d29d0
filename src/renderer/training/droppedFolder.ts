/**
 * The folder that was meant by a drop: one thing is what it is, several lie in a folder together. Undefined where
 * the shell may not know paths, as in a browser.
 */
export function folderOfDrop(paths: readonly (string | undefined)[]): string | undefined {
  const known = paths.filter((path) => path !== undefined)
  const [first] = known
  if (first === undefined || known.length < paths.length) return undefined
  if (known.length === 1) return first
  const parent = (path: string): string => path.replace(/[\\/][^\\/]*$/, '')
  const folder = parent(first)
  return known.every((path) => parent(path) === folder) ? folder : undefined
}
