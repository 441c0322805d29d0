import { homedir } from 'node:os'

export interface Anonymity {
  /** What the person's photos are called. */
  readonly photoNames: readonly string[]
  readonly dataFolder: string
  /** Of the program itself. */
  readonly appFolder: string
  readonly home?: string
}

const endings = 'png|jpe?g|webp|gif|avif|heic|heif|tiff?|bmp|npy|idx[0-9]?(?:-ubyte)?|gz|zip|pixelloom'

/** From the last mark that no name goes across, so that a name of several words goes as a whole. */
const fileName = new RegExp(`[^:"'“”‘’<>|()\\n\\t]*\\.(?:${endings})\\b`, 'giu')

/** Paths of the person's own, up to where they surely end. */
const path = /(?:~|(?<![\w.>~<])[A-Za-z]:|(?<![\w.>~<:/\\]))[/\\][^:"'“”‘’<>|()\n\t]*/gu

/**
 * A text without names of a person's photos, files and folders. Rather too much goes than too little: what is left of
 * a line may read oddly, but says nothing of anybody's pictures.
 */
export function anonymous(
  text: string,
  { photoNames, dataFolder, appFolder, home = homedir() }: Anonymity,
): string {
  let clean = text.replaceAll(dataFolder, '<data folder>').replaceAll(appFolder, '<app>')
  if (home.length > 1) clean = clean.replaceAll(home, '~')
  // Longer names first: one may be part of another.
  const names = [...new Set(photoNames)].filter((name) => name.length > 2).sort((a, b) => b.length - a.length)
  for (const name of names) clean = clean.replaceAll(name, ' <photo>')
  return clean.replace(fileName, ' <file>').replace(path, '<path>')
}
