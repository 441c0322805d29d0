import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { createPictureThreads, workerThread, type PictureThreads } from './pictureThreads'
import { createPictureWork } from './pictureWork'

/** Threads at most: scrolling a library must not starve a training. */
const mostThreads = 3

/** The threads of a built program. `folder`: out/main, where `pictures.js` lies. */
export function startPictureThreads(folder: string): PictureThreads {
  const count = Math.min(mostThreads, Math.max(1, availableParallelism() - 1))
  return createPictureThreads(() => workerThread(join(folder, 'pictures.js')), count, createPictureWork)
}
