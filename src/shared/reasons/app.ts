import type { Area } from './sentence'

/** Settings, the data folder, and what a request holds. */
export const app = {
  value: ['invalid-argument', '"{parameter}" can\'t be used: {detail}.'],
  tooSmall: ['invalid-argument', '"{parameter}" can\'t be used: {detail}.', '{least:number}'],
  tooLarge: ['invalid-argument', '"{parameter}" can\'t be used: {detail}.', '{most:number}'],
  silent: [
    'engine-stopped',
    'Pixelloom doesn’t answer. Check that it still runs in its terminal, then try again.',
  ],
  garbled: [
    'internal',
    'Pixelloom answered with something unreadable (status {status:number}). Reload the page.',
  ],
  noRuntime: ['runtime-unavailable', 'No runtime starts on this machine. Choose another with --runtime.'],
  runtime: ['runtime-unavailable', '{detail}. Choose another with --runtime.', '{name}'],
  cardLost: [
    'runtime-unavailable',
    'The graphics card was lost while it computed ({detail}). Start again, or compute with --runtime native.',
  ],
  folderGiven: [
    'unsupported',
    'The data folder was chosen when Pixelloom was started: choose another with --data-folder.',
  ],
  moveWhenIdle: ['unsupported', 'Something is running. Move the data folder when it is done.'],
  clearWhenIdle: ['unsupported', 'Something is running. Clear the cache when it is done.'],
  moving: ['unsupported', 'The data folder is being copied already.'],
  itself: [
    'invalid-argument',
    'That is the data folder itself, or lies inside of it. Choose a folder elsewhere.',
  ],
  taken: [
    'invalid-argument',
    'There is a folder named Pixelloom in it already, and it isn’t empty. Choose another folder.',
  ],
  noRoom: [
    'disk',
    'There is too little room: {needed:gigabytes} are needed, {free:gigabytes} are free. Choose another disk.',
  ],
  copyDiffers: ['disk', 'The copy of {path} is not what was written. Try another disk.'],
  copyFailed: ['disk', '{path} could not be copied: {system}'],
  moveGone: ['not-found', '{path} isn’t there any more. The data stay where they were.'],
} as const satisfies Area
