import { completing, failing, restoring } from './complete'
import { library } from './library'
import { damaged, models } from './models'
import { emptyQueue, queue } from './queue'
import { settings } from './settings'
import { broken, help } from './shell'
import type { State } from './stage'
import { training } from './train'

/** Every state of every view, in the order in which one leads to the next. */
export const states: readonly State[] = [
  ...emptyQueue,
  ...completing,
  ...restoring,
  ...help,
  ...settings,
  ...training,
  ...models,
  ...queue,
  ...failing,
  ...damaged,
  ...library,
  ...broken,
]
