import type { Area } from './sentence'

const own = 'At its own size drawing takes about {takes:duration}.'
const cache = 'The cache of decoded images was damaged.'

/** What a job says of itself while it runs. */
export const notes = {
  about: ['note', '{path}: {what:told}'],
  kept: ['note', '{kept:number} of {count:number} images are there already, and are kept.'],
  completed: [
    'note',
    '{done:number} of {count:number} images are completed and kept. The same again goes on from there.',
  ],
  existed: [
    'note',
    '{existed:number} of {count:number} images have their completions already, and keep them.',
  ],
  existedOtherwise: [
    'note',
    '{existed:number} of {count:number} images have their completions already, and keep them. {others:number} of them were drawn with other choices (model, mask, seed, ...).',
  ],
  takes: ['note', own],
  takesLonger: ['note', `${own} After {seconds:duration} what is left stays at the model's scale.`],
  over: [
    'note',
    "The time is over: {percent:number}% is drawn at the photo's own size, the rest at the model's scale.",
  ],
  weights: ['note', '{weights:grouped} weights, {images:number} images.'],
  memory: ['note', 'Training needs {needed:gigabytes} of memory, and {free:gigabytes} are free.'],
  disk: ['note', 'The disk is nearly full: {free:room} are free, and a checkpoint takes {needed:room}.'],
  otherData: [
    'note',
    'The data has {count:number} images now; it had {before:number} when this training began.',
  ],
  cardBack: [
    'note',
    'The graphics card was lost while it computed, and came back. The work goes on from its last step.',
  ],
  cardGone: [
    'note',
    'The graphics card was lost while it computed, and stays away. The work goes on from its last step, on the processor.',
  ],
  cardPageGone: [
    'note',
    'The page whose graphics card computed is closed. The work goes on from its last step, on the processor.',
  ],
  cardPageAway: [
    'note',
    'The graphics card of a browser is chosen, and no page that lends it is open: Automatic chooses instead.',
  ],
  notCached: ['note', "Decoded images can't be kept, and are decoded in memory. {why:told}"],
  decodedAgain: ['note', `${cache} All images are decoded again.`],
  someDecodedAgain: ['note', `${cache} The images concerned are decoded again.`],
  decodedAsNeeded: ['note', `${cache} The images concerned are decoded as they are needed.`],
} as const satisfies Area
