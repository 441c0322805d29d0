import type { ErrorCode } from '../../shared/errors'

/** What a person can do about a failure; what each is called stands in the texts, as `errors.ways.<way>`. */
export const errorWays = [
  'retry',
  'choose-photo',
  'choose-model',
  'choose-folder',
  'paint',
  'train-again',
  'import-again',
  'verify',
  'processor',
  'data',
  'reload',
  'report',
] as const
export type ErrorWay = (typeof errorWays)[number]

/**
 * For every failure the ways out, the likeliest first. Which of them are offered decides whoever shows it: a way that
 * leads nowhere from there is left out. What it is called in short stands in the texts, as `errors.titles.<code>`.
 */
export const waysOut: Readonly<Record<ErrorCode, readonly ErrorWay[]>> = {
  'invalid-argument': ['retry'],
  'not-found': ['choose-photo', 'choose-folder', 'choose-model', 'retry'],
  unreadable: ['choose-photo', 'choose-folder', 'retry'],
  'not-an-image': ['choose-photo'],
  'image-too-large': ['choose-photo'],
  'no-images': ['choose-folder'],
  'too-few-images': ['choose-folder'],
  'bad-data-file': ['choose-folder'],
  'mask-empty': ['paint'],
  'mask-size': ['paint'],
  'model-damaged': ['choose-model', 'verify', 'import-again'],
  'file-damaged': ['choose-photo'],
  'wrong-model': ['choose-model'],
  'model-exists': ['choose-folder'],
  unsupported: ['retry'],
  'runtime-unavailable': ['processor'],
  'out-of-memory': ['retry', 'processor'],
  diverged: ['train-again'],
  'engine-stopped': ['retry', 'report'],
  interrupted: ['retry'],
  cancelled: ['retry'],
  forbidden: ['reload'],
  disk: ['data', 'retry'],
  internal: ['retry', 'report'],
}
