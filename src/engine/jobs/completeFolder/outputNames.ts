/** A path without the ending of its last name. */
export function withoutEnding(key: string): string {
  return key.replace(/(?<=[^/])\.[^./]+$/, '')
}

/**
 * What the completions of each image are called, by its key, but for their number and ending: `birds/robin` for
 * `birds/robin.jpg`. Images whose names differ only in the ending keep it (`birds/robin.jpg`), so that none takes
 * another's place, also where capitals make no difference.
 */
export function outputNames(keys: readonly string[]): ReadonlyMap<string, string> {
  const names = new Map(keys.map((key) => [key, withoutEnding(key)]))
  for (;;) {
    const owners = new Map<string, string[]>()
    for (const [key, name] of names) {
      const folded = name.toLowerCase()
      owners.set(folded, [...(owners.get(folded) ?? []), key])
    }
    // A whole name may be another's without its ending ("a.png" and "a.png.jpg"), which must then be whole, too.
    const clashing = [...owners.values()]
      .filter((rivals) => rivals.length > 1)
      .flat()
      .filter((key) => names.get(key) !== key)
    if (clashing.length === 0) return names
    for (const key of clashing) names.set(key, key)
  }
}

/** Longest name of a file, in bytes, that common file systems take. */
const longestName = 255

/** The file of a completion, relative to the folder that receives them. */
export function outputFile(name: string, variant: number): string {
  return `${name}-${variant + 1}.png`
}

/** Whether the last completion's file has a name that can be written. */
export function fitsFileSystem(name: string, count: number): boolean {
  const file =
    outputFile(name, count - 1)
      .split('/')
      .at(-1) ?? ''
  return new TextEncoder().encode(file).length <= longestName
}
