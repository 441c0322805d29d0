import { availableParallelism } from 'node:os'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { pictures } from './pictures.mjs'
import { renderRow } from './render.mjs'

/**
 * Renders a picture in all the threads that this machine has, row by row in turn.
 * @param {import('./pictures.mjs').Picture} picture
 * @param {number} rays along a side of a pixel
 * @returns {Promise<import('./render.mjs').Light>}
 */
export async function renderInThreads({ name, width, height }, rays) {
  const data = new Float32Array(width * height * 3)
  const threads = availableParallelism()
  await Promise.all(
    Array.from(
      { length: threads },
      (_, first) =>
        new Promise((resolve, reject) => {
          const worker = new Worker(new URL(import.meta.url), { workerData: { name, rays, first, threads } })
          worker.on('message', ({ y, row }) => data.set(row, 3 * width * y))
          worker.on('error', reject)
          worker.on('exit', resolve)
        }),
    ),
  )
  return { width, height, data }
}

/** @type {(task: { name: string, rays: number, first: number, threads: number }) => void} */
function work({ name, rays, first, threads }) {
  const picture = pictures.find((one) => one.name === name)
  if (!picture) throw new Error(`There is no picture ${name}.`)
  const radiance = picture.radiance()
  for (let y = first; y < picture.height; y += threads) {
    parentPort?.postMessage({ y, row: renderRow(y, picture.width, rays, radiance) })
  }
}

if (!isMainThread) work(workerData)
