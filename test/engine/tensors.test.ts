import * as tf from '@tensorflow/tfjs'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { TemporaryFolder } from '../data/support'
import { putImages, training, watchJob } from '../jobs/support'

/** With `npm run test:long` all of them. */
const steps = process.env['PIXELLOOM_LONG'] === '1' ? 500 : 60

let folder: TemporaryFolder
beforeEach(async () => {
  folder = new TemporaryFolder()
  await putImages(folder, 30)
})
afterEach(() => {
  folder.remove()
})

it(`leaves no tensor behind in ${steps} steps of a whole training`, async () => {
  const counts: { tensors: number; buffers: number }[] = []
  const job = watchJob(
    training(folder, {
      ...{ optimizer: 'adam', average: 0.99, flip: true, crop: 1, schedule: 'cosine' },
      limit: { steps },
      checkEvery: 20,
    }),
    (event) => {
      if (event.type !== 'metrics') return
      const { numTensors, numDataBuffers } = tf.memory()
      counts.push({ tensors: numTensors, buffers: numDataBuffers })
    },
  )
  expect((await job.end).result).toMatchObject({ kind: 'train', steps })
  expect(counts.length).toBeGreaterThanOrEqual(steps / 10)
  expect(new Set(counts.map((count) => JSON.stringify(count))).size).toBe(1)
})
