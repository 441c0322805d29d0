import type { Area } from './sentence'

const stopped = 'The engine process ended unexpectedly ({how}).'
const others = 'if it happens again, close other programs to free memory.'

/** The queue, and what is asked of it. */
export const jobs = {
  stopped: ['engine-stopped', `${stopped} Start it again; ${others}`],
  stoppedFolder: [
    'engine-stopped',
    `${stopped} Start it again, and it goes on with the images that are missing; ${others}`,
  ],
  stoppedTraining: ['engine-stopped', `${stopped} The training can go on from its last checkpoint.`],
  stoppedEarly: ['engine-stopped', `${stopped} There was no checkpoint yet: start the training again.`],
  notUnderstood: [
    'internal',
    'The engine said what the app does not understand{detail}. What was saved before is kept.',
  ],
  interrupted: ['interrupted', 'The app was closed before this was done. Try again to begin it anew.'],
  busy: [
    'unsupported',
    'Something is running. Measure when it is done, so that neither slows the other down.',
  ],
  gone: ['not-found', 'This job is no longer in the list.'],
  forgotten: ['not-found', 'What this job was asked for is no longer kept. Ask for it anew.'],
  notOver: ['invalid-argument', 'This job is not over: cancel it first.'],
  noFiles: ['not-found', 'This job makes no files.'],
  notBegun: ['invalid-argument', "This job can't be {verb}: it has not begun."],
  over: ['invalid-argument', "This job can't be {verb}: it is {state}."],
  notWaiting: ['invalid-argument', 'Only a job that waits its turn can be moved.'],
  variantUnfinished: ['not-found', 'Variant {variant:number} of this job is not finished.'],
  noneFinished: ['not-found', 'No variant is finished yet.'],
  noVariant: ['not-found', 'This variant is not there.'],
  lookAgain: ['not-found', 'Look at the picture again.'],
  refused: ['not-an-image', "This variant can't be used: {why:told}"],
  refusedUnsaid: ['not-an-image', "This variant can't be used: the library did not take it"],
  resultDamaged: [
    'not-an-image',
    'This result can’t be saved in another format: its file is damaged. Complete once more.',
  ],
  noFolder: ['invalid-argument', '{path} is not a folder. Choose one for the images.'],
  taken: [
    'invalid-argument',
    'There is a {name} in this folder already, drawn with other choices. Choose another folder, or other names.',
  ],
  nameWithoutNumber: [
    'invalid-argument',
    'The name "{name}" needs {number} or {index}, so that every image has its own.',
  ],
  nameNotPlain: ['invalid-argument', 'The name "{name}" is no plain file name.'],
  nameEnding: ['invalid-argument', 'The name "{name}" must end in {ending}.'],
  namePlace: ['invalid-argument', 'The name "{name}" has {place}; there are {number}, {index} and {seed}.'],
  isFile: ['invalid-argument', '{path} is a file. Choose a folder of images.'],
  amongImages: [
    'invalid-argument',
    "The completions can't go among the images in {path}. Choose another folder for them, or one inside.",
  ],
  nameTooLong: ['invalid-argument', '{path} has a name too long for those of its completions. Rename it.'],
  inTheWay: ['disk', "{path} can't be completed: {other} is in the way of a file. Move it."],
  noMask: ['not-found', '{path} has no mask: none of the masks has its name.'],
} as const satisfies Area
