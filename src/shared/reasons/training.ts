import type { Area } from './sentence'

const stepNeed =
  'There was not enough memory for a step: it needs {needed:gigabytes}, and {free:gigabytes} are free.'
const killed = 'The system ended the training because memory was short: {free:gigabytes} were free.'
const need = 'Training needs {needed:gigabytes} of memory, and {free:gigabytes} are free.'
const reach =
  'Training needs {needed:gigabytes} of memory, and this runtime reaches no further than {limit:gigabytes}.'
const refused =
  'The system refused memory for a step, which needs {needed:gigabytes}, though {free:gigabytes} are free in all.'

/** Trainings: what they take, and why one can't begin, go on or end well. */
export const training = {
  memory: ['out-of-memory', `${need} It fits with {batch:number} at a time.`],
  memoryOfOne: [
    'out-of-memory',
    `${need} Not even one image at a time fits: take a smaller model or smaller images.`,
  ],
  memoryReach: ['out-of-memory', `${reach} It fits with {batch:number} at a time.`],
  memoryReachOfOne: [
    'out-of-memory',
    `${reach} Not even one image at a time fits: take a smaller model or smaller images.`,
  ],
  stepMemory: ['out-of-memory', `${stepNeed} It may fit with {batch:number} at a time.`],
  stepMemoryOfOne: [
    'out-of-memory',
    `${stepNeed} It had one image at a time already: take a smaller model or smaller images.`,
  ],
  stepRefused: ['out-of-memory', `${refused} It may fit with {batch:number} at a time.`],
  stepRefusedOfOne: [
    'out-of-memory',
    `${refused} It had one image at a time already: close other programs, or take a smaller model.`,
  ],
  killed: ['out-of-memory', `${killed} It may fit with {batch:number} at a time.`],
  killedAtOne: ['out-of-memory', `${killed} Close other programs, or take a smaller model.`],
  noMemory: [
    'out-of-memory',
    'This needs {gigabytes:tenths} GB of memory, more than can be had here. Take a smaller batch or model.',
  ],
  disk: [
    'disk',
    'There is no space left for a checkpoint: it takes {needed:room}, and {free:room} are free where {folder} is. Free some space, then go on.',
  ],
  lossNoNumber: [
    'diverged',
    'The loss is no longer a number. Train with a smaller learning rate than {rate}.',
  ],
  weightNoNumber: [
    'diverged',
    'A weight is no longer a number. Train with a smaller learning rate than {rate}.',
  ],
  validationNoNumber: [
    'diverged',
    'The loss of the held-out images is no longer a number. Train with a smaller learning rate.',
  ],
  risen: [
    'diverged',
    "The loss has risen to {now:tenths} nats an image from {best:tenths} at its best, and doesn't come back. Go on from the last checkpoint with a smaller learning rate, or train anew with one.",
  ],
  exists: [
    'model-exists',
    '{path:model} already holds a model. Choose another folder, or go on with it with --resume.',
  ],
  endless: [
    'invalid-argument',
    "A {schedule} schedule needs to know its end. Set a limit (--steps, --epochs or --minutes), or the schedule's own length with --schedule-steps.",
  ],
  conditionerAlone: [
    'invalid-argument',
    'A conditioning network is trained beside a model: say which with --from.',
  ],
  fixed: [
    'invalid-argument',
    "{name} can't be changed when starting from the weights of {from}: leave it out.",
  ],
  noCheckpoint: [
    'not-found',
    '{path:model} has no checkpoint to go on from. Train a new model with --from {path}.',
  ],
  notOurs: [
    'model-damaged',
    'The checkpoint at step {step:number} of {path:model} is not one of training. Train a new model with --from.',
  ],
  checkpointGone: [
    'not-found',
    '{path:model} has no checkpoint of step {step:number} any more. Choose another one.',
  ],
  optimizer: [
    'model-damaged',
    'The optimizer\'s state "{name}" doesn\'t fit the weights. Go on from an older checkpoint, or train anew.',
  ],
  notAdam: [
    'model-damaged',
    'The optimizer\'s state "{name}" is not one of Adam. Go on from an older checkpoint, or train anew.',
  ],
  channels: [
    'invalid-argument',
    'The images have {channels:number} channel(s), the model {asked:number}: choose --channels {channels:number}.',
  ],
  scalesWithoutLayers: [
    'invalid-argument',
    'A Multi-Scale model takes the small image in by its blocks: choose --layers 1 or more.',
  ],
  levels: [
    'invalid-argument',
    'The data holds the value {largest:number}, and {levels:number} levels go from 0 to {last:number}. Choose --levels {needed:number} or more.',
  ],
  bundled: ['unsupported', "{name} can't be trained further: it came with the app. Train a new one."],
  notResumable: ['unsupported', "{name} can't be trained further: it has no checkpoint. Train a new one."],
  already: ['invalid-argument', 'This model is being trained already.'],
  busy: [
    'unsupported',
    'A training is running. Measure when it is done, so that neither slows the other down.',
  ],
} as const satisfies Area
