import type { Area } from './sentence'

const kinds = 'Use a PNG, JPEG, WebP, GIF, AVIF, HEIC or TIFF file.'

/** Image files, and photos of the library. */
export const images = {
  empty: ['not-an-image', `{path} is empty. ${kinds}`],
  unknownKind: ['not-an-image', `{path} is not an image of a known kind. ${kinds}`],
  damaged: [
    'not-an-image',
    "{path} is truncated or damaged: it begins as {format}, but can't be decoded. Get a whole copy of it.",
  ],
  tooLarge: [
    'image-too-large',
    '{path} is too large: {width:number} x {height:number} are {has:grouped} megapixels, and the limit is {limit:grouped}. Scale it down first.',
  ],
  notCompleted: ['internal', '{path} could not be completed: {why:told}'],
  cannotDecode: ['internal', '{path} could not be decoded: {detail} Try again.'],
  moved: ['not-found', '{name} was moved or deleted: put it back or add it again.'],
  gone: ['not-found', '{path} was moved or deleted.'],
  nowLink: ['forbidden', '{path} is now a link to another file: add that one.'],
  notListed: ['not-found', 'This photo is no longer in the library.'],
  noFolder: ['not-found', 'There is no folder {path}.'],
  tooMany: ['invalid-argument', 'only the first {count:number} images are added at once'],
} as const satisfies Area
